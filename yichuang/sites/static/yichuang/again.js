/* 正在做的事：隔几秒看一次，做好为止。没有它，页面上有链接可以自己看。 */
(function () {
"use strict";
function watch(box) {
  function look() {
    fetch(box.dataset.from || location.href, { credentials: "same-origin" })
      .then(function (r) { return r.ok ? r.text() : ""; })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html"), fresh = page.querySelector("[data-again]");
        if (fresh && fresh.innerHTML !== box.innerHTML) {
          box.innerHTML = fresh.innerHTML;
          box.dataset.again = fresh.dataset.again;
        }
        later();
      }, later);
  }
  function later() { if (box.dataset.again) setTimeout(look, box.dataset.again * 1000); }
  later();
}
document.querySelectorAll("[data-again]").forEach(watch);
})();
