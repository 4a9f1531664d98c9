#!/usr/bin/env bash
# page.sh RAW: the page docs/performance/README.md from the raw figures.
set -uo pipefail
lib=$(dirname "$(realpath "$0")")
cd "$1" || exit 1
source "$lib/figures.sh"
source "$lib/page_others.sh"
source "$lib/page_growth.sh"

cat <<'TEXT'
# Performance

Written by `./scripts/bench`, which installs, builds and measures everything on this page; run it to repeat it. The raw
figures are left in `build/bench-raw`. Ratios are paired: all variants run in turn in each round, a ratio is made within a round, and
the median over the rounds stands here with its quartiles. What is named "bare curl" is one libcurl handle, its options set once.
Instructions are those of the user's process, libcurl and the C
library included, by callgrind, as the difference of two counts. Absolute times depend on the machine and are judged nowhere.

Counted figures are held by the gates in [tests/gates](../../tests/gates/limits.txt): 3 % more fails `./scripts/test`.

TEXT
sed 's/^/- /' machine.txt
echo
echo '## One publish'
echo
echo 'Client and server on one core. `curl_url`: one handle, options set once, CURLOPT_URL; `curl_parsed`: with CURLOPT_CURLU.'
echo
echo '| what | number to reach | measured | |'
echo '| --- | --- | --- | --- |'
row 'time against bare libcurl (`curl_url`), ready text' '≤ 0.98' "$(ratios sequential.txt sequential cent_text curl_url 4 | spread)"
row '… from nlohmann' '–' "$(ratios sequential.txt sequential cent_nlohmann curl_url 4 | spread)"
row '… CPU time, ready text' '–' "$(ratios sequential.txt sequential cent_text curl_url 5 | spread)"
row 'time against libcurl with a parsed URL' '≤ 1.04' "$(ratios sequential.txt sequential cent_text curl_parsed 4 | spread)"
row 'noise: `curl_url` against itself' '–' "$(ratios sequential.txt sequential curl_url_again curl_url 4 | spread)"
row 'the floor, a raw blocking socket, against `curl_url`' '–' "$(ratios sequential.txt sequential raw_socket curl_url 4 | spread)"
row 'instructions above libcurl with a parsed URL, ready text' '≤ 3500' "$(minus instructions publish_text publish_curl_parsed)"
row '… from nlohmann' '≤ 6500' "$(minus instructions publish_nlohmann publish_curl_parsed)"
row 'instructions below bare libcurl, ready text' '≥ 0' "$(minus instructions publish_curl_url publish_text)"
row 'system calls above libcurl' '≤ 0' "$(minus syscalls publish_text publish_curl_parsed)"
row 'allocations above libcurl' '–' "$(minus allocations publish_text publish_curl_parsed)"
row 'connections of 1,000 calls' '≤ 1' "$(counted connections publish_text)"
row 'lone publish, AsyncClient against Client, median' '≤ 1.25' "$(lone latency.txt 0.5)"
row '… 99th percentile' '≤ 1.25' "$(lone latency.txt 0.99)"
echo
echo '## Encoding and decoding'
echo
echo '| what, instructions each | number to reach | measured | |'
echo '| --- | --- | --- | --- |'
row 'batch encode, a `Json` made before' '≤ 500' "$(counted instructions encode_ready_json)"
row '… the whole request made before: writing alone' '–' "$(counted instructions encode_ready_request)"
row 'batch encode, text checked anew each time' '–' "$(counted instructions encode_text)"
row 'batch encode, nlohmann object' '≤ 2300' "$(counted instructions encode_nlohmann)"
row '… of it nlohmann'"'"'s own dump' '–' "$(counted instructions nlohmann_dump)"
row 'reply decode' '≤ 1500' "$(counted instructions decode_replies)"
row 'history decode, data as text, a publication of 240 bytes' '≤ 4500' "$(counted instructions decode_history)"
row 'token by HS256, in HMACs of the same bytes, one call of OpenSSL each' '≤ 3' "$(over instructions token_hs256 hmac_one_shot)"
row '… by one context for all, for one thread' '–' "$(over instructions token_hs256 hmac_one_context)"
row 'memory of sending a batch of 100,000, in bodies' '≤ 1.67' "$(awk -v s="$(kib send_kib)" -v b="$(kib body_kib)" 'BEGIN { printf "%.2f (1.5 bodies and 1 MiB may be)", s / b }')"
echo
echo '## 10,000 publishes, automatic batching'
echo
echo 'On a server that counts commands and does nothing else, in a process of its own on the same core. CPU is that of the client:'
echo 'producers and engine.'
echo
echo '| what | number to reach | measured | |'
echo '| --- | --- | --- | --- |'
row 'CPU µs a publish, callback form, keys off' '≤ 0.7' "$(values batches.txt batches async_callback_1 5 | spread)"
row 'publishes a second a core' '≥ 1500000' "$(values batches.txt batches async_callback_1 5 | quantile 0.5 | awk '{ printf "%d", 1e6 / $1 }')"
row '… with keys: CPU µs' '–' "$(values batches.txt batches async_callback_keyed_1 5 | spread)"
row 'instructions a publish, callback form, full batches' '–' "$(counted instructions async_publish)"
row '… with keys' '–' "$(counted instructions async_publish_keyed)"
row 'allocations a publish' '≤ 2' "$(counted allocations async_publish)"
row 'time against the prebuilt body through bare curl' '–' "$(ratios batches.txt batches async_callback_1 prebuilt_curl 4 | spread)"
row 'time against sequential publishes' '–' "$(ratios batches.txt batches async_callback_1 sequential 4 | spread)"
row 'time against a hand-made Batch' '–' "$(ratios batches.txt batches async_callback_1 batch 4 | spread)"
if [ -s dev.txt ]; then
  row 'dev server: time against the prebuilt body through bare curl' '–' "$(ratios dev.txt real async_callback_1 prebuilt_curl 4 | spread)"
  row '… against sequential publishes' '–' "$(ratios dev.txt real async_callback_1 sequential 4 | spread)"
fi
if [ -f real.txt ]; then
  row "Centrifugo $(sed -n 's/^version //p' real.txt): time against the prebuilt body through bare curl, keys off" '≤ 1.05' "$(ratios real.txt real async_callback_1 prebuilt_curl 4 | spread)"
  row '… against the same in bodies of 500' '–' "$(ratios real.txt real async_callback_1 prebuilt_curl_of_500 4 | spread)"
  row '… with keys' '–' "$(ratios real.txt real async_callback_keyed_1 prebuilt_curl 4 | spread)"
  row '… lone publish, AsyncClient against Client, median' '≤ 1.25' "$(lone real.txt 0.5)"
fi
others_section
growth_section
echo
echo '## Headers'
echo
echo '| what | number to reach | measured | |'
echo '| --- | --- | --- | --- |'
row '`<cent/cent.hpp>` against its standard headers alone' '≤ 1.6' "$(ratios headers.txt headers cent standard 4 | spread)"
row '… against `nlohmann/json.hpp` alone' '≤ 0.45' "$(ratios headers.txt headers cent nlohmann 4 | spread)"
echo
echo '## Absolute times'
echo
echo 'Medians, µs a publish. Read them as orders of magnitude.'
echo
echo '| one core, sequential | wall | CPU |'
echo '| --- | --- | --- |'
for v in raw_socket curl_url curl_parsed cent_text cent_nlohmann; do absolute sequential.txt sequential $v; done
ways=$(awk '$1 == "batches" && $3 == 0 { print $2 }' batches.txt)
echo
echo '| 10,000 publishes, counting server | wall | CPU |'
echo '| --- | --- | --- |'
for v in $ways; do absolute batches.txt batches "$v"; done
if [ -s dev.txt ]; then
  echo
  echo '| 10,000 publishes, dev server | wall | CPU |'
  echo '| --- | --- | --- |'
  for v in $ways; do absolute dev.txt real "$v"; done
fi
if [ -f real.txt ]; then
  echo
  echo "| 10,000 publishes, Centrifugo $(sed -n 's/^version //p' real.txt) | wall | CPU |"
  echo '| --- | --- | --- |'
  for v in $ways; do absolute real.txt real "$v"; done
fi
echo
not_run_section
cat "$lib/../../docs/performance/notes.md"
