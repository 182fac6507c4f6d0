/* 窗口：答完情形就列材料，一键“原件都看过了”，选了文件就算上传。没有它，每一步也有按钮。 */
(function () {
"use strict";
var yi = window.yi, all = yi.all, on = yi.on, form = document.getElementById("take");
if (form) {
  var questions = all(".asks-box fieldset", form);
  on(form, "change", function (e) {
    if (e.target.dataset.situation !== undefined) {
      var answered = questions.every(function (q) { return q.querySelector("input:checked"); });
      if (answered) form.requestSubmit(document.getElementById("refresh"));
    }
    if (e.target.type === "file" && e.target.files.length) {
      var way = form.querySelector('[name="' + e.target.name.replace("file-", "material-") + '"][value=file]');
      if (way) way.checked = true;
    }
  });
  all("[data-all-seen]").forEach(function (b) { on(b, "click", function () {
    var n = 0;
    all(".papers li", form).forEach(function (row) {
      var seen = row.querySelector("input[value=seen]");
      if (seen && !row.querySelector("input:checked")) { seen.checked = true; n++; }
    });
    yi.say(n ? n + "份记为原件已看" : "没有要记的了");
  }); });
  if (form.querySelector("[data-situation]:checked") && !document.querySelector("[data-focus]")) {
    var empty = all(".papers input, .fields input, .fields select, .fields textarea", form).filter(function (el) {
      if (el.type === "hidden" || el.type === "file" || el.disabled || el.readOnly || el.closest("[hidden]")) return false;
      if (/radio|checkbox/.test(el.type)) return !form.querySelector('[name="' + el.name + '"]:checked');
      return !el.value && el.getAttribute("aria-required") === "true";
    })[0];
    if (empty) empty.focus({ preventScroll: false });
  }
}
})();
