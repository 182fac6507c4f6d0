/* 窗口：答完情形就列材料，一键“必交的原件都看过了”，一键到下一个没填的，选了文件就算上传。没有它，每一步也有按钮。 */
(function () {
"use strict";
var d = document, yi = window.yi, all = yi.all, on = yi.on, form = document.getElementById("take");
/* 有不对的，站到第一处不对的那一格 */
var wrong = document.querySelector("main .field-bad"), first = wrong && wrong.querySelector("input:not([type=hidden]),select,textarea");
if (first) first.focus();
/* 看过一份材料：下一步换成现在该做的；没有它，看过以后按旁边的一样 */
function watch(steps) {
  var opened = false;
  function look() {
    if (!opened) return;
    fetch(steps[0].dataset.looks, { credentials: "same-origin" }).then(function (r) { return r.ok ? r.text() : ""; }).then(function (text) {
      var fresh = all("[data-looks]", new DOMParser().parseFromString(text, "text/html"));
      steps.forEach(function (step, n) {
        if (!fresh[n] || fresh[n].innerHTML === step.innerHTML) return;
        step.innerHTML = fresh[n].innerHTML; opened = false;
      });
    });
  }
  function begin() { opened = true; setTimeout(look, 800); }
  on(d, "click", function (e) { if (e.target.closest('a[href*="/materials/"]')) begin(); });
  all("img.shot").forEach(function (img) { on(img, "load", begin); });
  on(window, "focus", look);
}
/* 小票用回车打一次就够，再打用别的键 */
all("[data-key-next]").forEach(function (link) { on(link, "click", function () {
  var key = link.dataset.key = link.dataset.keyNext;
  link.setAttribute("aria-keyshortcuts", key);
  link.querySelector("kbd").textContent = key;
}); });
if (d.querySelector("[data-looks]")) watch(all("[data-looks]"));
/* 选了文件就是传文件，收件、收补的东西都一样 */
on(d, "change", function (e) {
  if (e.target.type !== "file" || !e.target.files.length || !e.target.form) return;
  var way = e.target.form.querySelector('[name="' + e.target.name.replace("file-", "material-") + '"][value=file]');
  if (way) way.checked = true;
});
/* 一次告知：写了要怎么改的就是要补的；不要补的，它的字一起收走，勾回来还在 */
all(".ask-row").forEach(function (row) {
  var tick = row.querySelector("[type=checkbox]"), why = row.querySelector(".input");
  on(why, "input", function () { if (why.value.trim()) tick.checked = true; });
  on(tick, "change", function () {
    if (!tick.checked) why.dataset.was = why.value;
    why.value = tick.checked ? why.value || why.dataset.was || "" : "";
  });
});
/* 写了一半的决定，跟着旁边的小表单走：判一份材料、写一句，回来还在 */
var half = d.querySelector("form[data-half]");
if (half) on(d, "submit", function (e) {
  var sent = e.target, page = half.getAttribute("action").replace(/[^/]+\/$/, "");
  if (e.defaultPrevented || sent === half || (sent.getAttribute("action") || "").indexOf(page)) return;
  var typed = sent.elements._half || sent.appendChild(d.createElement("input"));
  typed.type = "hidden"; typed.name = "_half";
  typed.value = new URLSearchParams(new FormData(half));
});
if (!form) return;
var questions = all(".asks-box fieldset", form);

function optional(el) {
  var cell = el.closest("td"), head = cell && cell.closest("table").tHead;
  if (head) return Boolean(head.rows[0].cells[cell.cellIndex].querySelector(".req"));
  var box = el.closest("fieldset,.field");
  return Boolean(box && box.querySelector(":scope > legend .req, :scope > label .req"));
}
/* 要填而还没有填的一格；一组单选、多选只算第一格 */
function gap(el) {
  if (/hidden|file|submit|button/.test(el.type) || el.disabled || el.readOnly || el.closest("[hidden]")) return false;
  if (el.classList.contains("vh") || optional(el)) return false;
  if (!/radio|checkbox/.test(el.type)) return !el.value.trim();
  var group = all('[name="' + el.name + '"]', form);
  return group[0] === el && !group.some(function (each) { return each.checked; });
}
function next() {
  var gaps = all("input,select,textarea", form).filter(gap), here = document.activeElement;
  var after = gaps.filter(function (el) { return here.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING; });
  var found = after[0] || gaps[0];
  if (found) found.focus(); else yi.say("都填好了，按回车收件");
  return found;
}
on(form, "change", function (e) {
  if (e.target.dataset.situation !== undefined) {
    var answered = questions.every(function (q) { return q.querySelector("input:checked"); });
    if (answered) form.requestSubmit(document.getElementById("refresh"));
  }
});
all("[data-next-gap]").forEach(function (b) { on(b, "click", next); });
all("[data-all-seen]").forEach(function (b) { on(b, "click", function () {
  var n = 0, left = 0;
  all(".papers li", form).forEach(function (row) {
    var seen = row.querySelector("input[value=seen]");
    if (!seen || row.querySelector("input:checked")) return;
    if (optional(seen)) left++; else { seen.checked = true; n++; }
  });
  yi.say((n ? n + "份记为原件已看" : "没有要记的了") + (left ? "；用得上才交的" + left + "份，带来了就逐份选" : ""));
  if (!form.contains(document.activeElement) || !gap(document.activeElement)) next();
}); });
all("input[name$=employer_name]:not([readonly])", form).forEach(function (input) {
  input.dataset.suggest = form.dataset.employers;
  if (yi.search) yi.search(input.parentNode);
});
/* 有条件的问收起以后（form.js），才知道第一个空的是哪一格 */
function start() {
  if (form.querySelector("[data-situation]:checked") && !document.querySelector("[data-focus]")) next();
}
if (yi.settled) start(); else on(document, "yi-settled", start);
})();
