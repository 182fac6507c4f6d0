(function () {
"use strict";
var d = document, all = window.yi.all, on = window.yi.on;
/* 键：data-key="F4"、"/"、"Alt+1"；正在打字时只认功能键 */
  on(d, "keydown", function (e) {
    if (e.isComposing || e.ctrlKey || e.metaKey || d.querySelector("dialog[open]")) return;
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName) && !/checkbox|radio/.test(e.target.type);
    var pressing = /^(A|BUTTON|SUMMARY)$/.test(e.target.tagName) && e.key === "Enter";
    if (pressing || (typing && !/^F\d+$/.test(e.key) && !e.altKey)) return;
    var name = (e.altKey ? "Alt+" : "") + (e.key.length === 1 ? e.key.toUpperCase() : e.key);
    var hit = all("[data-key]").filter(function (el) {
      return !el.disabled && !el.closest("[hidden]") && el.dataset.key.replace("Alt ", "Alt+") === name;
    })[0];
    if (!hit) return;
    e.preventDefault();
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(hit.tagName) && hit.type !== "checkbox") hit.focus(); else hit.click();
  });
})();
