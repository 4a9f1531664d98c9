wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["X-API-Key"] = os.getenv("CENT_BENCH_KEY")
wrk.body = '{"channel":"public_chat","data":{"input":"test"}}'
