/* 键：data-key="F4"、"/"、"Alt+1"；正在打字时只认功能键；按住不放只算一次；按了就站到它打开的地方 */
(function () {
"use strict";
var d = document, all = window.yi.all, on = window.yi.on, ENTRY = /^(INPUT|SELECT|TEXTAREA)$/;
var FIRST = "input:not([type=hidden]):not([disabled]),select:not(.vh),textarea,button:not(.vh)";

/* 名字相同的有几个时，看得见的第一个 */
function holder(name) {
  return all("[data-key]").filter(function (el) {
    return !el.disabled && !el.closest("[hidden]") && el.dataset.key.replace("Alt ", "Alt+") === name;
  })[0];
}
/* 打开的折叠：站到第一格；选中的一项：站在它上面 */
function land(el) {
  var box = el.tagName === "SUMMARY" ? el.parentNode : null, first = (box || el).querySelector(FIRST);
  if (box) first = all(FIRST, box).filter(function (each) { return each !== el; })[0];
  if (first) first.focus();
}
on(d, "keydown", function (e) {
  if (e.defaultPrevented || e.isComposing || e.ctrlKey || e.metaKey || d.querySelector("dialog[open]")) return;
  var typing = ENTRY.test(e.target.tagName) && !/checkbox|radio/.test(e.target.type);
  var pressing = /^(A|BUTTON|SUMMARY)$/.test(e.target.tagName) && e.key === "Enter";
  if (pressing || (typing && !/^F\d+$/.test(e.key) && !e.altKey)) return;
  var hit = holder((e.altKey ? "Alt+" : "") + (e.key.length === 1 ? e.key.toUpperCase() : e.key));
  if (!hit) return;
  e.preventDefault();
  if (e.repeat) return;
  if (ENTRY.test(hit.tagName) && hit.type !== "checkbox") { hit.focus(); return; }
  if (hit.tagName !== "SUMMARY" || !hit.parentNode.open) hit.click();
  land(hit);
});
})();
