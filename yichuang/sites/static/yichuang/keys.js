/* 键：data-key="F4"、"/"、"Alt+1"；正在打字时只认功能键；按住不放只算一次；按了就站到它打开的地方 */
(function () {
"use strict";
var d = document, all = window.yi.all, on = window.yi.on, ENTRY = /^(INPUT|SELECT|TEXTAREA)$/;
var FIRST = "input:not([type=hidden]):not([disabled]),select:not(.vh),textarea,button:not(.vh)";

function holders(name) {
  return all("[data-key]").filter(function (el) {
    return !el.disabled && !el.closest("[hidden]") && el.dataset.key.replace("Alt ", "Alt+") === name;
  });
}
function within(el, form) { return el.form === form || form.contains(el); }
/* 名字相同的有几个时，看得见的第一个。站在一张表的一项上按回车，交的是这张表，不按别的表的按钮 */
function holder(name, form) {
  var hits = holders(name), own = form && hits.filter(function (el) { return within(el, form); })[0];
  if (!form || own) return own || hits[0];
  return hasKey(form) && hits.filter(function (el) { return el.tagName === "A"; })[0];
}
/* 这张表的按钮另有自己的键：回车不替它交 */
function hasKey(form) {
  return all("button[type=submit][data-key]").some(function (el) { return within(el, form); });
}
/* 打开的折叠：站到勾好的第一项，没有就站到第一格；选中的一项：站在它上面 */
function land(el) {
  var box = el.tagName === "SUMMARY" ? el.parentNode : null, first = (box || el).querySelector(FIRST);
  if (box) first = box.querySelector("[type=checkbox]:checked") || all(FIRST, box).filter(function (each) { return each !== el; })[0];
  if (first) first.focus();
}
on(d, "keydown", function (e) {
  if (e.defaultPrevented || e.isComposing || e.ctrlKey || e.metaKey || d.querySelector("dialog[open]")) return;
  var typing = ENTRY.test(e.target.tagName) && !/checkbox|radio/.test(e.target.type);
  var pressing = /^(A|BUTTON|SUMMARY)$/.test(e.target.tagName) && e.key === "Enter";
  if (pressing || (typing && !/^F\d+$/.test(e.key) && !e.altKey)) return;
  var form = e.key === "Enter" && !e.altKey && e.target.form;
  var hit = holder((e.altKey ? "Alt+" : "") + (e.key.length === 1 ? e.key.toUpperCase() : e.key), form);
  if (!hit && form && hasKey(form)) e.preventDefault();
  if (!hit) return;
  e.preventDefault();
  if (e.repeat) return;
  if (ENTRY.test(hit.tagName) && hit.type !== "checkbox") { hit.focus(); return; }
  if (hit.tagName !== "SUMMARY" || !hit.parentNode.open) hit.click();
  land(hit);
});
})();
