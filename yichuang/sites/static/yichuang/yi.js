/* 一窗：每一页都能不用它；有它，就更顺手。No build, no library. */
(function () {
"use strict";
var d = document, me = d.currentScript, root = d.documentElement, alive = function () {};
root.classList.add("js");
function all(css, on) { return [].slice.call((on || d).querySelectorAll(css)); }
function on(el, type, fn) { el.addEventListener(type, fn); }
function say(text) { var live = d.querySelector("[data-live]"); if (live) live.textContent = text; }
function csrf(form) {
  var field = (form || d).querySelector("[name=csrfmiddlewaretoken]"), meta = d.querySelector("meta[name=csrf]");
  return field ? field.value : meta ? meta.content : "";
}
function post(url, body, form) {
  return fetch(url, { method: "POST", body: body, credentials: "same-origin",
    headers: { "X-CSRFToken": csrf(form), "X-Requested-With": "fetch" } })
    .then(function (r) { if (r.ok) alive(); return r; });
}
function clock() { var n = new Date(), m = n.getMinutes(); return n.getHours() + ":" + (m < 10 ? "0" : "") + m; }

on(window, "offline", function () { say("现在没有网。填的不会丢，连上后自动交。"); });
on(window, "online", function () { say(""); });

/* 快到时间先问一声，可以续 */
function session() {
  var seconds = +d.body.dataset.sessionSeconds, box = d.getElementById("session-dialog"), end, tick;
  if (!seconds || !box || !box.showModal) return;
  function start() { end = Date.now() + seconds * 1000; if (box.open) box.close(); }
  function look() {
    var left = Math.round((end - Date.now()) / 1000);
    if (left <= 0) { clearInterval(tick); location.replace(location.pathname + location.search); return; }
    if (left <= 120) {
      box.querySelector("[data-session-left]").textContent = left > 60 ? Math.ceil(left / 60) + "分钟" : left + "秒";
      if (!box.open) box.showModal();
    }
  }
  function extend() { post("/accounts/extend/", new URLSearchParams()); }
  on(box.querySelector("[data-session-extend]"), "click", extend);
  on(box, "cancel", extend);
  alive = start; start(); tick = setInterval(look, 1000);
}

/* 念给我听 */
function aloud() {
  var voice = window.speechSynthesis, buttons = all("[data-read-aloud]"), turn = 0, on_air = false;
  if (!voice || !window.SpeechSynthesisUtterance) return;
  function mark(reading) { on_air = reading; buttons.forEach(function (b) {
    b.setAttribute("aria-pressed", reading); b.querySelector("span").textContent = reading ? "停下" : b.dataset.word;
  }); }
  buttons.forEach(function (b) {
    b.dataset.word = b.textContent.trim(); b.hidden = false;
    on(b, "click", function () {
      if (on_air) { voice.cancel(); mark(false); return; }
      var parts = d.getElementById("main").innerText.split(/[\n。]+/).filter(function (t) { return t.trim(); }), mine = ++turn;
      parts.forEach(function (text, n) {
        var u = new SpeechSynthesisUtterance(text.trim());
        u.lang = "zh-CN"; u.rate = .9;
        if (n === parts.length - 1) u.onend = u.onerror = function () { if (mine === turn) mark(false); };
        voice.speak(u);
      });
      mark(true);
    });
  });
  on(window, "pagehide", function () { voice.cancel(); });
}

/* 边打边找：combobox */
function suggest(input, n) {
  var url = input.dataset.suggest, coded = "code" in input.dataset, list = d.createElement("ul"), at = -1, timer, asked = 0, hidden;
  list.id = "suggest-" + n; list.hidden = true; list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "找到的");
  input.closest(".suggest").appendChild(list);
  [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"]]
    .forEach(function (a) { input.setAttribute(a[0], a[1]); });
  if (coded) {
    hidden = d.createElement("input"); hidden.type = "hidden"; hidden.name = input.name; hidden.value = input.value;
    input.removeAttribute("name"); input.after(hidden); input.value = input.dataset.label || input.value;
  }
  function close() { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); }
  function pick(el) {
    if (el.dataset.href) { location.href = el.dataset.href; return; }
    input.value = el.firstChild.textContent;
    if (hidden) { hidden.value = el.dataset.value; hidden.dispatchEvent(new Event("input", { bubbles: true })); }
    close();
  }
  function show(results) {
    list.textContent = "";
    results.forEach(function (r, i) {
      var li = d.createElement("li"), note = d.createElement("span");
      li.id = list.id + "-" + i; li.setAttribute("role", "option"); li.setAttribute("aria-selected", "false");
      li.textContent = r.label; li.dataset.value = r.value || r.label;
      if (r.href) li.dataset.href = r.href;
      if (r.note) { note.textContent = r.note; li.appendChild(note); }
      on(li, "mousedown", function (e) { e.preventDefault(); pick(li); });
      list.appendChild(li);
    });
    list.hidden = !results.length; at = -1;
    input.setAttribute("aria-expanded", String(!!results.length));
    if (results.length) say("有" + results.length + "个可选"); else say("");
  }
  on(input, "input", function () {
    if (hidden) hidden.value = input.value;
    clearTimeout(timer);
    if (!input.value.trim()) { close(); return; }
    timer = setTimeout(function () {
      var mine = ++asked;
      fetch(url + (url.indexOf("?") < 0 ? "?" : "&") + "q=" + encodeURIComponent(input.value), { credentials: "same-origin" })
        .then(function (r) { return r.json(); }).then(function (j) { if (mine === asked) show(j.results || []); }).catch(close);
    }, 150);
  });
  on(input, "keydown", function (e) {
    if (list.hidden || e.isComposing) return;
    var items = list.children, step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step) {
      e.preventDefault();
      if (items[at]) items[at].setAttribute("aria-selected", "false");
      at = (at + step + items.length) % items.length;
      items[at].setAttribute("aria-selected", "true"); items[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", items[at].id);
    } else if (e.key === "Enter" && items[at]) { e.preventDefault(); pick(items[at]); }
    else if (e.key === "Escape") { e.preventDefault(); close(); }
  });
  on(input, "blur", close);
  /* 脚本到之前就打了字：照样找 */
  if (!coded && input.value && d.activeElement === input) input.dispatchEvent(new Event("input"));
}

function begin() {
  all("[data-submit-on-change]").forEach(function (form) {
    on(form, "change", function () { if (form.requestSubmit) form.requestSubmit(); else form.submit(); });
  });
  all("[data-suggest]").forEach(suggest);
  all("[data-dialog]").forEach(function (b) { on(b, "click", function (e) {
    var box = d.getElementById(b.dataset.dialog);
    if (box && box.showModal) { e.preventDefault(); box.showModal(); }
  }); });
  all("[data-close]").forEach(function (b) { on(b, "click", function () { b.closest("dialog").close(); }); });
  all("[data-print]").forEach(function (b) { on(b, "click", function () { window.print(); }); });
  session(); aloud();
  var bad = d.querySelector("[data-focus]");
  if (bad) bad.focus();
}
begin();

/* 用得上才取：表单的件、键盘的件 */
window.yi = { all: all, on: on, say: say, csrf: csrf, post: post, clock: clock, suggest: suggest };
function more(css, src) {
  if (!src || !d.querySelector(css)) return;
  var s = d.createElement("script"); s.src = src; d.head.appendChild(s);
}
more("[data-when],[data-autosave],[data-upload],[data-rows]", me.dataset.form);
more("[data-key]", me.dataset.keys);
})();
