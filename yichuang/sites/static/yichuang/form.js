/* 表单：有条件的问、自动保存、上传、表格的行 */
(function () {
"use strict";
var d = document, yi = window.yi, all = yi.all, on = yi.on, say = yi.say;
var store = window.localStorage, post = yi.post, csrf = yi.csrf, clock = yi.clock;

/* 重新取这一页：页面若是提交的答复，刷新会把旧的再交一遍 */
function fresh() {
  var draft = d.querySelector("form[data-autosave] [name=draft]");
  location.replace(location.pathname + (draft ? "?draft=" + draft.value : location.search));
}

/* 有条件才问的：值变了就露出或收起，收起的不交 */
function holds(when, form) {
  if (when.all) return when.all.every(function (w) { return holds(w, form); });
  var got = all('[name="' + when.field + '"]', form).filter(function (el) {
    return !el.disabled && (!/radio|checkbox/.test(el.type) || el.checked);
  }).map(function (el) { return el.value; }).filter(Boolean), first = got[0];
  function has(list) { return got.some(function (v) { return list.map(String).indexOf(v) > -1; }); }
  if ("equals" in when) return first === String(when.equals);
  if (when.in) return has(when.in);
  if (when.not_in) return got.length > 0 && !has(when.not_in);
  if (when.contains_any) return has(when.contains_any);
  if ("at_least" in when) return first !== undefined && +first >= +when.at_least;
  if ("at_most" in when) return first !== undefined && +first <= +when.at_most;
  return true;
}
function conditions(form) {
  for (var pass = 0; pass < 3; pass++) all("[data-when]", form).forEach(function (box) {
    var show = holds(JSON.parse(box.dataset.when), form);
    box.hidden = !show;
    all("input,select,textarea", box).forEach(function (el) {
      if (!show && !el.disabled) { el.disabled = true; el.dataset.off = "1"; }
      else if (show && el.dataset.off && !el.closest("[hidden]")) { el.disabled = false; delete el.dataset.off; }
    });
  });
}

/* 按别的回答算出来的：当场写上，不用填；又要人填了就放开 */
function follow(form, derived) {
  Object.keys(derived || {}).forEach(function (key) {
    var input = form.elements[key], answer = derived[key], id = "f-" + key + "-from", from = d.getElementById(id);
    if (!input) return;
    if (!answer) {
      if (from && input.readOnly) { from.remove(); input.value = ""; }
      input.readOnly = false;
      return;
    }
    if (!from) {
      from = d.createElement("p"); from.className = "from"; from.id = id;
      from.setAttribute("role", "status"); from.appendChild(d.createElement("span")); input.after(from);
    }
    input.readOnly = true; input.value = answer.value;
    from.querySelector("span").textContent = answer.words;
    input.dispatchEvent(new Event("change"));
  });
}

/* 边填边存。存不上就说实话：没网、我们这边不行、登录过期、别处也改了，各说各的；离开以前先存 */
function autosave(form) {
  var url = form.dataset.autosave, name = "yi-draft:" + url, note = d.querySelector("[data-saved]");
  var box = form.querySelector("[data-unsaved]"), way = box.querySelector("[data-unsaved-way]"), rev = form.elements._revision;
  var timer, dirty = false, sending = 0, stopped = false, going = false, line = Promise.resolve();
  function tell(text) { if (note) note.textContent = text; else say(text); }
  function ask(text, label, act) {
    stopped = true; tell("没有存上");
    box.hidden = false; box.querySelector("[data-unsaved-text]").textContent = text; way.textContent = label;
    way.onclick = act || function () { compare(body()); };
  }
  function body() {
    var data = new FormData(form);
    all("[type=file]", form).forEach(function (el) { data.delete(el.name); });
    return new URLSearchParams(data);
  }
  function token(text) {
    all("[name=csrfmiddlewaretoken]").forEach(function (el) { el.value = text; });
  }
  /* 令牌旧了：取一个新的再交一次 */
  function again(text) {
    return fetch("/offline/", { credentials: "same-origin", cache: "no-store" }).then(function (r) { return r.text(); }).then(function (page) {
      var meta = new DOMParser().parseFromString(page, "text/html").querySelector("meta[name=csrf]");
      token(meta ? meta.content : ""); text.set("csrfmiddlewaretoken", csrf(form));
      return post(url, text, form);
    });
  }
  function once(text) {
    sending++; dirty = false;
    return post(url, text, form).then(function (r) { return r.status === 403 ? again(text) : r; }).then(function (r) {
      if (r.ok) return r.json().then(function (j) { rev.value = j.revision; follow(form, j.derived); store.removeItem(name); tell(clock() + " 已自动保存"); });
      if (r.status === 401) return ask("登录过期了，填的都还在这一页。", "重新登录，填的带着走");
      if (r.status === 409) return ask("这份表在别的窗口也改过，两处不一样，这一页的还没有存。", "两边对一对");
      if (r.status < 500) { tell("没有存上，请点下面的按钮保存"); return; }
      return hold(text, "我们这边暂时存不上");
    }, function () { return hold(text, "现在没有网"); }).catch(function () { tell("没有存上，请点下面的按钮保存"); }).then(function () { sending--; });
  }
  function save() { clearTimeout(timer); return (line = line.then(function () { return stopped ? 0 : once(body()); })); }
  function hold(text, why) {
    dirty = true; clearTimeout(timer); timer = setTimeout(save, 15000);
    text.delete("csrfmiddlewaretoken");
    return lock(text.toString()).then(function (kept) {
      if (kept) store.setItem(name, kept);
      tell(why + (kept ? "，填的先存在这台机器里，好了自动存" : "，请先别关这一页，好了自动存"));
    });
  }
  /* 存在本机的都加密，钥匙随登录来，退出就没有了 */
  function key(use) {
    var hex = form.dataset.typingKey;
    if (!window.crypto || !crypto.subtle || !hex) return Promise.resolve(null);
    return crypto.subtle.importKey("raw", new Uint8Array(hex.match(/../g).map(function (h) { return parseInt(h, 16); })), "AES-GCM", false, [use]);
  }
  function lock(text) {
    return key("encrypt").then(function (k) {
      if (!k) return "";
      var iv = crypto.getRandomValues(new Uint8Array(12));
      return crypto.subtle.encrypt({ name: "AES-GCM", iv: iv }, k, new TextEncoder().encode(text)).then(function (data) {
        return JSON.stringify([[].slice.call(iv), [].slice.call(new Uint8Array(data))]);
      });
    }).catch(function () { return ""; });
  }
  function unlock(kept) {
    return key("decrypt").then(function (k) {
      var parts = JSON.parse(kept);
      return crypto.subtle.decrypt({ name: "AES-GCM", iv: new Uint8Array(parts[0]) }, k, new Uint8Array(parts[1]));
    }).then(function (data) { return new URLSearchParams(new TextDecoder().decode(data)); });
  }
  /* 上次没交上的：没有别的改过就交上，改过的让人对一对，从不自己盖掉新的 */
  function left() {
    var kept = store.getItem(name);
    if (!kept || !navigator.onLine) return;
    unlock(kept).then(function (text) {
      text.set("csrfmiddlewaretoken", csrf(form));
      if (text.get("_revision") === rev.value) return once(text).then(function () { if (!stopped && !store.getItem(name)) fresh(); });
      ask("这台机器里有上次没交上的内容，和现在存着的不一样。", "两边对一对", function () { compare(text); });
      stopped = false;
    }, function () { store.removeItem(name); });
  }
  function compare(text) {
    var sent = d.createElement("form");
    going = true; sent.method = "post"; sent.action = form.action; text.set("_compare", "1");
    text.forEach(function (value, field) {
      var el = d.createElement("input"); el.type = "hidden"; el.name = field; el.value = value; sent.appendChild(el);
    });
    d.body.appendChild(sent); sent.submit();
  }
  function soon(what) { return Promise.race([what, new Promise(function (done) { setTimeout(done, 3000); })]); }
  form.saveNow = save;
  function later() { dirty = true; clearTimeout(timer); timer = setTimeout(save, 1200); }
  on(form, "input", later); on(form, "change", later);
  on(window, "online", save);
  on(form, "submit", function (e) {
    clearTimeout(timer); going = true;
    if (!sending) { dirty = false; return; }
    e.preventDefault();
    var by = e.submitter;
    soon(line).then(function () { sending = 0; if (form.requestSubmit) form.requestSubmit(by); else form.submit(); });
  });
  /* 按了去别处的链接（也有按键的）：先存，最多等三秒 */
  on(d, "click", function (e) {
    var link = e.target.closest("a[href]");
    if (!link || e.defaultPrevented || !dirty || stopped || link.target || e.ctrlKey || e.metaKey || link.hash && link.pathname === location.pathname) return;
    e.preventDefault();
    soon(save()).then(function () { location.href = link.href; });
  });
  /* 还有没存上、要人来定的：走以前让浏览器问一声 */
  on(window, "beforeunload", function (e) { if (!box.hidden && !going) e.preventDefault(); });
  on(window, "pagehide", function () { if (dirty && !stopped && navigator.sendBeacon) navigator.sendBeacon(url, body()); });
  on(window, "pageshow", function (e) { if (e.persisted) fresh(); });
  left();
}
/* 写长了当场说，从不替人截断 */
function counted(el) {
  var most = +el.dataset.most, bar = d.createElement("p");
  bar.className = "hint"; bar.setAttribute("role", "status"); bar.hidden = true; el.after(bar);
  on(el, "input", function () {
    var long = el.value.trim().length;
    bar.hidden = long <= most;
    bar.textContent = bar.hidden ? "" : "最多" + most + "字，现在" + long + "字，请写短一些";
  });
}
/* 选了太大的文件，还没传就说 */
function sized(input) {
  on(input, "change", function (e) {
    var most = +input.dataset.maxMb, big = [].filter.call(input.files, function (f) { return most && f.size > most * 1e6; })[0];
    if (!big) return;
    e.stopImmediatePropagation(); input.value = "";
    var bar = input.bar || (input.bar = d.createElement("p"));
    bar.className = "hint"; bar.setAttribute("role", "status"); input.after(bar);
    bar.textContent = big.name + "有" + (big.size / 1e6).toFixed(1) + " MB，不能超过" + most + " MB，请换一个";
  });
}
/* 上传：有进度；断了就停着，能再传 */
function upload(input) {
  var form = input.form, bar = input.bar = d.createElement("p");
  bar.className = "hint"; bar.setAttribute("role", "status"); input.after(bar);
  on(input, "change", function () {
    var files = [].slice.call(input.files);
    if (!files.length) return;
    var x = new XMLHttpRequest(), data = new FormData();
    files.forEach(function (file) { data.append(input.name, file); });
    x.open("POST", input.dataset.upload); x.setRequestHeader("X-CSRFToken", csrf(form));
    x.setRequestHeader("X-Requested-With", "fetch");
    x.upload.onprogress = function (e) { if (e.lengthComputable) bar.textContent = "已传" + Math.round(100 * e.loaded / e.total) + "%"; };
    x.onload = function () {
      if (x.status < 300) { bar.textContent = "收到：" + files.map(function (f) { return f.name; }).join("、"); input.value = "";
        if (input.dataset.then === "reload") (form.saveNow ? form.saveNow() : Promise.resolve()).then(fresh); }
      else { bar.textContent = "没有收下，请换一张清楚的再传"; try { bar.textContent = JSON.parse(x.responseText).detail || bar.textContent; } catch (_) { /* not JSON */ } }
    };
    x.onerror = function () { bar.textContent = "网断了，连上后请再选一次"; };
    x.send(data);
  });
}

/* 表格的行：不用再走一趟服务器 */
function rows(table) {
  var name = table.dataset.rows, blank = d.querySelector('[data-row-of="' + name + '"]'), body = table.tBodies[0], next = body.rows.length;
  on(table.closest("form") || d, "click", function (e) {
    var b = e.target.closest("button");
    if (!b) return;
    if (b.name === "_add" && b.value === name) {
      if (body.rows.length >= +table.dataset.max) return;  /* 长表由服务器分页 */
      e.preventDefault();
      var box = d.createElement("tbody");
      box.innerHTML = blank.innerHTML.replace(/__n__/g, next++);
      var row = body.appendChild(box.rows[0]), form = table.closest("form"), first = row.querySelector("input:not([type=hidden]),select");
      if (form) conditions(form);
      if (yi.search) yi.search(row);
      if (first) first.focus();
    } else if (b.name === "_remove" && table.contains(b)) {
      e.preventDefault();
      b.closest("tr").remove(); say("去掉了一行");
      table.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

/* 选文件、选日子：浏览器的字不一定是中文，旁边说我们的字 */
function beside(input, text) {
  var words = d.createElement("span");
  words.className = "picked"; words.setAttribute("aria-hidden", "true"); words.textContent = text();
  on(input, "change", function () { words.textContent = text(); });
  return words;
}
function pick(input) {
  var button = d.createElement("span");
  button.className = "btn pick"; button.setAttribute("aria-hidden", "true"); button.textContent = "选文件";
  on(button, "click", function () { input.click(); });
  input.classList.add("vh");
  input.after(button, beside(input, function () { return input.files[1] ? " " + input.files.length + "个文件" : input.files[0] ? " " + input.files[0].name : " 还没有选"; }));
}
function day(input) {
  if (input.closest("table")) return;
  var hint = input.readOnly ? "" : input.type === "month" ? "点一下，按年、月选" : "点一下，按年、月、日选";
  input.after(beside(input, function () {
    var parts = input.value.split(/[-T]/);
    return parts.length < 2 ? hint : +parts[0] + "年" + +parts[1] + "月" + (parts[2] ? +parts[2] + "日" : "") + (parts[3] || "");
  }));
}

all("form").forEach(function (form) {
  if (form.querySelector("[data-when]")) {
    conditions(form);
    ["change", "input"].forEach(function (type) { on(form, type, function () { conditions(form); }); });
  }
  if (form.dataset.autosave) autosave(form);
});
all("[data-max-mb]").forEach(sized);
all("[data-most]").forEach(counted);
all("[data-upload]").forEach(upload);
all("[data-rows]").forEach(rows);
all("[type=file]:not([disabled])").forEach(pick);
all("[type=date],[type=month],[type=datetime-local]").forEach(day);
yi.settled = true;
d.dispatchEvent(new Event("yi-settled"));
})();
