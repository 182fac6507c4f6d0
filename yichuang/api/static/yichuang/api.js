/* Sends what a form on the description page says, and shows the answer as it came. */
"use strict";
function request(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams(), headers = {}, options = { method: form.dataset.method, headers, credentials: "omit" };
  for (const input of form.querySelectorAll("[data-where]")) {
    const where = input.dataset.where, name = input.name, value = input.value;
    if (where === "path") path = path.replace("{" + name + "}", encodeURIComponent(value));
    else if (where === "query" && value) query.set(name, value);
    else if (where === "header") headers[name] = value;
    else if (where === "body") { options.body = value; headers["Content-Type"] = "application/json"; }
    else if (where === "file") { options.body = new FormData(); options.body.set("file", input.files[0]); }
  }
  const key = document.getElementById("api-key").value.trim();
  if (key && "key" in form.dataset) headers["X-Api-Key"] = key;
  const text = query.toString();
  return fetch(path + (text ? "?" + text : ""), options);
}
function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}
async function show(form) {
  const answer = form.querySelector("output");
  answer.parentElement.hidden = false;
  answer.textContent = "正在问……";
  try {
    const response = await request(form);
    const told = ["retry-after", "idempotent-replayed", "location"].filter(name => response.headers.has(name));
    const lines = told.map(name => name + ": " + response.headers.get(name));
    answer.textContent = [response.status + " " + response.statusText, ...lines, "", pretty(await response.text())].join("\n");
  } catch {
    answer.textContent = "网络不通，请看看网线或稍后再试";
  }
}
for (const input of document.querySelectorAll('input[name="idempotency_key"],input[name="Idempotency-Key"],input[name="idempotency-key"]'))
  input.value = input.value || "try-" + Date.now();
for (const form of document.querySelectorAll("form[data-try]"))
  form.addEventListener("submit", event => { event.preventDefault(); show(form); });
