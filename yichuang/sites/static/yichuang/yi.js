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

on(window, "offline", function () { say("现在没有网。填的不会丢，连上后自动存。"); });
on(window, "online", function () { say(""); });
/* 没有网就不送：浏览器的出错页上，填的看不见了 */
d.addEventListener("submit", function (e) {
  if (navigator.onLine) return;
  e.preventDefault(); e.stopImmediatePropagation();
  say("现在没有网，还没有交上去。填的都在这一页，有网了再按一次。");
}, true);

/* 没有登录的页：上次没交上的都清掉，它的钥匙也已经没有了 */
function forget() { for (var k in localStorage) if (!k.indexOf("yi-draft:")) localStorage.removeItem(k); }

/* 快到时间先问一声，可以续 */
function session() {
  var seconds = +d.body.dataset.sessionSeconds, box = d.getElementById("session-dialog"), end, tick;
  if (!seconds && navigator.onLine) forget();
  if (!seconds || !box || !box.showModal) return;
  function start() { end = Date.now() + seconds * 1000; if (box.open) box.close(); }
  function look() {
    var left = Math.round((end - Date.now()) / 1000);
    if (left <= 0) { clearInterval(tick); var typed = d.querySelector("form[data-autosave]"); if (typed) typed.submit(); else location.replace(location.pathname + location.search); return; }
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

/* 按住回车只算一次；交出去的表单，答复来之前不再交第二遍 */
on(d, "keydown", function (e) {
  if (e.repeat && e.key === "Enter" && e.target.tagName !== "TEXTAREA") e.preventDefault();
});
on(d, "submit", function (e) {
  var form = e.target, sent = form.dataset.sent;
  if (e.defaultPrevented || form.getAttribute("method") !== "post" || form.getAttribute("target")) return;
  if (sent) { e.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(function () { delete form.dataset.sent; }, 20000);
});
on(window, "pageshow", function () { all("form[data-sent]").forEach(function (form) { delete form.dataset.sent; }); });

/* 大字、深浅就在这一页上换：换一页，填了没交的就没有了 */
function show(key, value, plain) {
  if (value === plain) delete root.dataset[key]; else root.dataset[key] = value;
}
on(d, "click", function (e) {
  var link = e.target.closest && e.target.closest("a[href^='/prefs/']");
  if (!link || e.defaultPrevented || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  var asked = new URLSearchParams(link.search), mode = asked.get("mode"), theme = asked.get("theme");
  fetch(link.href, { credentials: "same-origin", redirect: "manual", keepalive: true }).catch(function () {});
  if (theme) show("theme", theme, "auto");
  if (!mode) return;
  show("mode", mode, "normal");
  asked.set("mode", mode === "elder" ? "normal" : "elder");
  link.search = asked;
  link.lastChild.data = mode === "elder" ? "常规字" : "大字";
});

function begin() {
  all("[data-submit-on-change]").forEach(function (form) {
    on(form, "change", function () { if (form.requestSubmit) form.requestSubmit(); else form.submit(); });
  });
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
window.yi = { all: all, on: on, say: say, csrf: csrf, post: post, clock: clock };
function more(css, src) {
  if (!src || !d.querySelector(css)) return;
  var s = d.createElement("script"); s.src = src; d.head.appendChild(s);
}
more("[data-suggest],option:nth-of-type(9),optgroup", me.dataset.find);
more("[data-when],[data-autosave],[data-max-mb],[data-most],[data-rows],[type=file],[type=date],[type=month],[type=datetime-local]", me.dataset.form);
more("[data-key]", me.dataset.keys);
})();
