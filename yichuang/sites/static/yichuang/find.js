/* 边打边找：问服务器的框（data-suggest）和长的下拉，用同一个列表。没有它，框照样打字，下拉照样选 */
(function () {
"use strict";
var d = document, yi = window.yi, all = yi.all, on = yi.on, say = yi.say, LONG = 8, made = 0;

/* 输入框下面的列表。choose(行)：选中了；eager：没有用箭头选过，回车就要第一个。返回 {show, close, shown} */
function listing(input, label, choose, eager) {
  var list = d.createElement("ul"), rows = [], at = -1;
  list.id = "found-" + (++made);
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  input.closest(".suggest").appendChild(list);
  var heard = d.createElement("p"); /* 只给读屏听：列表就在眼前，不再盖住下面的按钮 */
  heard.className = "vh";
  heard.setAttribute("role", "status");
  list.after(heard);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function pick(row) { close(); choose(row); }
  function line(row, n) {
    var li = d.createElement("li"), note = d.createElement("span");
    li.id = list.id + "-" + n;
    li.setAttribute("role", "option");
    li.setAttribute("aria-selected", "false");
    li.textContent = row.label;
    if (row.note) { note.textContent = row.note; li.appendChild(note); }
    on(li, "mousedown", function (e) { e.preventDefault(); pick(row); });
    return li;
  }
  function mark(n) {
    if (list.children[at]) list.children[at].setAttribute("aria-selected", "false");
    at = n;
    list.children[at].setAttribute("aria-selected", "true");
    list.children[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[at].id);
  }
  function show(found) {
    rows = found;
    at = -1;
    list.textContent = "";
    rows.forEach(function (row, n) { list.appendChild(line(row, n)); });
    if (!rows.length) {
      var none = d.createElement("li");
      none.className = "none";
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.textContent = "没找到，换个说法再打";
      list.appendChild(none);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    heard.textContent = rows.length ? "有" + rows.length + "个可选" : "没找到";
  }
  on(input, "keydown", function (e) {
    if (list.hidden || e.isComposing) return;
    var step = { ArrowDown: 1, ArrowUp: -1 }[e.key], n = rows.length;
    if (step && n) { e.preventDefault(); mark(at < 0 ? (step > 0 ? 0 : n - 1) : (at + step + n) % n); }
    else if (e.key === "Enter" && (rows[at] || eager && n)) { e.preventDefault(); pick(rows[at] || rows[0]); }
    else if (e.key === "Escape") { e.preventDefault(); close(); }
  });
  on(input, "blur", close);
  return { show: show, close: close, shown: function () { return !list.hidden; } };
}

/* data-suggest：问服务器。data-code：交的是代码；data-own：还没打字，就先列出自己的地方 */
function suggest(input) {
  if (input.getAttribute("role") === "combobox") return;
  var url = input.dataset.suggest, coded = "code" in input.dataset, timer, asked = 0, hidden;
  boxed(input);
  var list = listing(input, "找到的", pick, coded);
  if (coded) {
    hidden = d.createElement("input");
    hidden.type = "hidden"; hidden.name = input.name; hidden.value = input.value;
    input.removeAttribute("name");
    input.after(hidden);
    input.value = input.dataset.label || input.value;
  }
  function pick(row) {
    if (row.href) { location.href = row.href; return; }
    input.value = row.label;
    if (!hidden) return;
    hidden.value = row.value;
    hidden.dispatchEvent(new Event("input", { bubbles: true }));
  }
  /* 问过而人已经走开的，答复来了也不再弹出来 */
  function stop() { clearTimeout(timer); asked++; }
  function ask() {
    var mine = ++asked;
    fetch(url + (url.indexOf("?") < 0 ? "?" : "&") + "q=" + encodeURIComponent(input.value), { credentials: "same-origin" })
      .then(function (r) { return r.json(); })
      .then(function (j) {
        var found = j.results || [];
        if (mine !== asked) return;
        if (found.length || input.value.trim()) list.show(found);
      })
      .catch(list.close);
  }
  on(input, "input", function () {
    if (hidden) hidden.value = input.value;
    stop();
    if (!input.value.trim()) list.close();
    else timer = setTimeout(ask, 150);
  });
  on(input, "focus", function () { if ("own" in input.dataset && !input.value && !input.readOnly) ask(); });
  on(input, "keydown", function (e) { if (e.key === "Escape") stop(); });
  on(input, "blur", stop);
  /* 脚本到之前就打了字，或已经站在这一格：照样找 */
  if (d.activeElement === input) input.dispatchEvent(new Event(!coded && input.value ? "input" : "focus"));
}

function boxed(control) {
  if (control.closest(".suggest")) return;
  var box = d.createElement("div");
  box.className = "suggest";
  control.before(box);
  box.appendChild(control);
}

/* 长的下拉：盖上一个打字就找的框，选的还是原来的下拉在交 */
function pick(select) {
  if (select.multiple || select.disabled || select.dataset.picked || select.options.length <= LONG) return;
  var input = d.createElement("input"), here = d.activeElement === select, typed = false, list;
  select.dataset.picked = "1";
  input.type = "text";
  input.autocomplete = "off";
  input.className = select.className;
  input.placeholder = "打几个字就能找到";
  ["aria-label", "aria-describedby", "aria-invalid", "aria-required"].forEach(function (name) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  });
  boxed(select);
  select.before(input);
  if (select.id) { input.id = select.id; select.id += "-list"; }
  select.className = "vh";
  select.tabIndex = -1;
  select.setAttribute("aria-hidden", "true");

  function label() { return select.value ? select.options[select.selectedIndex].text.trim() : ""; }
  function restore() { input.value = label(); typed = false; }
  function row(option) {
    var group = option.parentNode.label || "";
    return { label: option.text.trim(), note: group, value: option.value };
  }
  /* 代码或名称完全一样的排在前面 */
  function matching(text) {
    var wanted = text.trim().toLowerCase();
    function parts(r) { return [r.label, r.note, r.value].map(function (part) { return part.toLowerCase(); }); }
    var found = all("option", select).filter(function (o) { return o.value; }).map(row).filter(function (r) {
      return parts(r).some(function (part) { return part.indexOf(wanted) > -1; });
    });
    function same(r) { return parts(r).indexOf(wanted) > -1; }
    return found.filter(same).concat(found.filter(function (r) { return !same(r); }));
  }
  function choose(found) {
    select.value = found.value;
    restore();
    ["input", "change"].forEach(function (type) { select.dispatchEvent(new Event(type, { bubbles: true })); });
  }
  list = listing(input, "可选的", choose, true);
  restore();
  on(input, "input", function (e) { e.stopPropagation(); typed = true; list.show(matching(input.value)); });
  on(input, "change", function (e) { e.stopPropagation(); });
  on(input, "focus", function () { input.select(); });
  on(input, "mousedown", function () { if (!list.shown()) list.show(matching("")); });
  on(input, "keydown", function (e) {
    if (!list.shown() && (e.key === "ArrowDown" || e.key === "ArrowUp")) { e.preventDefault(); list.show(matching("")); }
    if (e.key === "Escape") restore();
  });
  on(input, "blur", function () {
    var found = typed ? matching(input.value) : [];
    if (!typed) return;
    if (!input.value.trim()) choose({ value: "" });
    else if (found.length === 1) choose(found[0]);
    else { restore(); say("没有选上，请从列表里选"); }
  });
  on(select, "change", restore);
  on(select, "focus", function () { input.focus(); });
  new MutationObserver(function () { input.disabled = select.disabled; }).observe(select, { attributeFilter: ["disabled"] });
  if (here) input.focus();
}

function begin(box) {
  all("[data-suggest]", box).forEach(suggest);
  if (!window.matchMedia("(pointer: coarse)").matches) all("select", box).forEach(pick);
}
begin(d);
yi.search = begin;
})();
