/* 表单：有条件的问、自动保存、上传、表格的行 */
(function () {
"use strict";
var d = document, yi = window.yi, all = yi.all, on = yi.on, say = yi.say;
var store = window.localStorage, post = yi.post, csrf = yi.csrf, clock = yi.clock;

/* 重新取这一页：页面若是提交的答复，刷新会把旧的再交一遍 */
function fresh() { location.replace(location.pathname + location.search); }

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

/* 边填边存；断网先存在本机，连上再交 */
function autosave(form) {
  var timer, url = form.dataset.autosave, key = "yi-draft:" + url, note = d.querySelector("[data-saved]");
  function tell(text) { if (note) note.textContent = text; else say(text); }
  function body() {
    var data = new FormData(form);
    all("[type=file]", form).forEach(function (el) { data.delete(el.name); });
    return new URLSearchParams(data);
  }
  function send(text) {
    return post(url, new URLSearchParams(text), form).then(function (r) {
      if (!r.ok) throw r;
      store.removeItem(key); tell(clock() + " 已自动保存");
    }).catch(function (why) {
      if (why && why.status && why.status < 500 && why.status !== 401) { tell("没有存上，请点下面的按钮保存"); return; }
      store.setItem(key, text);
      tell(why && why.status ? "登录过期了，填的先存在这台机器里，重新登录后自动交" : "现在没有网，填的先存在这台机器里，连上后自动交");
    });
  }
  form.saveNow = function () { clearTimeout(timer); return send(body().toString()); };
  function later() { clearTimeout(timer); timer = setTimeout(function () { send(body().toString()); }, 1200); }
  on(form, "input", later); on(form, "change", later);
  on(window, "online", function () { var kept = store.getItem(key); if (kept) send(kept); });
  var kept = store.getItem(key);
  if (kept && navigator.onLine) send(kept).then(function () { if (!store.getItem(key)) fresh(); });
  on(form, "submit", function () { clearTimeout(timer); });
}
/* 上传：有进度；断了就停着，能再传 */
function upload(input) {
  var form = input.form, bar = d.createElement("p");
  bar.className = "hint"; bar.setAttribute("role", "status"); input.after(bar);
  on(input, "change", function () {
    var file = input.files[0], most = +input.dataset.maxMb;
    if (!file) return;
    if (most && file.size > most * 1048576) { bar.textContent = "这个文件太大，不能超过" + most + " MB，请换一个"; input.value = ""; return; }
    var x = new XMLHttpRequest(), data = new FormData();
    data.append(input.name, file);
    x.open("POST", input.dataset.upload); x.setRequestHeader("X-CSRFToken", csrf(form));
    x.setRequestHeader("X-Requested-With", "fetch");
    x.upload.onprogress = function (e) { if (e.lengthComputable) bar.textContent = "已传" + Math.round(100 * e.loaded / e.total) + "%"; };
    x.onload = function () {
      if (x.status < 300) { bar.textContent = "收到：" + file.name; input.value = "";
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
      var row = body.appendChild(box.rows[0]), first = row.querySelector("input:not([type=hidden]),select");
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
  input.after(button, beside(input, function () { return input.files[0] ? " " + input.files[0].name : " 还没有选"; }));
}
function day(input) {
  if (input.closest("table")) return;
  input.after(beside(input, function () {
    var parts = input.value.split("-").map(Number);
    return parts.length < 2 ? "点一下，按年、月、日选" : parts[0] + "年" + parts[1] + "月" + (parts[2] ? parts[2] + "日" : "");
  }));
}

all("form").forEach(function (form) {
  if (form.querySelector("[data-when]")) {
    conditions(form);
    ["change", "input"].forEach(function (type) { on(form, type, function () { conditions(form); }); });
  }
  if (form.dataset.autosave) autosave(form);
});
all("[data-upload]").forEach(upload);
all("[data-rows]").forEach(rows);
all("[type=file]:not([disabled])").forEach(pick);
all("[type=date],[type=month]").forEach(day);
yi.settled = true;
d.dispatchEvent(new Event("yi-settled"));
})();
