-- wrk: each line of the file is METHOD <tab> PATH <tab> HEADERS (name: value, joined by |) <tab> BODY; taken in turn.
-- {n} in a header becomes a number that is never used twice.
local made, at, run, count = {}, 0, os.getenv("BENCH_RUN"), 0
function init()
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    local method, path, heads, body = line:match("^(%S+)\t(%S+)\t([^\t]*)\t(.*)$")
    local headers = {}
    for name, value in heads:gmatch("([^:|]+): ([^|]*)") do headers[name] = value end
    if body == "" then body = nil end
    made[#made + 1] = { method, path, headers, body, headers["Idempotency-Key"] ~= nil }
  end
  for _, r in ipairs(made) do if not r[5] then r[6] = wrk.format(r[1], r[2], r[3], r[4]) end end
end
function request()
  local r = made[at % #made + 1]
  at = at + 1
  if r[6] then return r[6] end
  r[3]["Idempotency-Key"] = run .. "-" .. at
  return wrk.format(r[1], r[2], r[3], r[4])
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('\nRESULT {"requests": %d, "seconds": %f, "refused": %d, "broken": %d, "bytes": %d, "p50": %f, "p99": %f}\n',
    summary.requests, summary.duration / 1e6, e.status, e.connect + e.read + e.write + e.timeout, summary.bytes,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
