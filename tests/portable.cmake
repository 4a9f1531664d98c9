# Tests that need no library but GoogleTest and nlohmann/json, and call no function of libcurl: scripts/test also builds and
# runs them for other processors.

# transport: a blocking transport, made asynchronous.
cent_test(own_transport_test IN transport own_transport_test.cpp LABELS transport)

# json: reader, writer, rows, and the public value.
cent_test(
  unit_json
  IN json
  json_codec_test.cpp
  json_generated_test.cpp
  json_number_test.cpp
  json_raw_test.cpp
  json_reader_test.cpp
  json_skim_test.cpp
  json_writer_test.cpp
  ../fuzz/json.cpp
  LABELS unit)

# api: methods, requests and results as rows, and the errors.
cent_test(
  unit_api
  IN api
  commands_test.cpp
  errors_test.cpp
  golden_pro_test.cpp
  golden_test.cpp
  guards_test.cpp
  history_reader_test.cpp
  history_view_test.cpp
  idempotency_key_test.cpp
  results_test.cpp
  schema_test.cpp
  since_test.cpp
  values_test.cpp
  LABELS unit)
target_compile_definitions(unit_api PRIVATE CENT_API_DATA="${CMAKE_CURRENT_SOURCE_DIR}/api"
                                            CENT_SOURCES="${PROJECT_SOURCE_DIR}")
# g++ 12 warns falsely inside <regex> when sanitizers are on.
target_compile_options(unit_api PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)

# protocol: addresses, headers, command buffers and dialects, without a socket.
cent_test(
  protocol_test
  IN protocol
  address_test.cpp
  command_buffer_test.cpp
  dialect_test.cpp
  header_rules_test.cpp
  search_test.cpp
  LABELS unit)

# observe: what a client shows of itself. The events are made by hand.
cent_test(
  observe_test
  IN observe
  combine_test.cpp
  log_lines_test.cpp
  log_repeats_test.cpp
  prometheus_text_test.cpp
  stats_test.cpp
  LABELS unit)

# delivery: evidence, retries and the order of addresses; attempts of commands on a clock that stands still.
cent_test(delivery_parts_test IN delivery evidence_test.cpp parts_test.cpp retry_test.cpp LABELS unit)
cent_test(
  delivery_run_test
  IN delivery
  guard_test.cpp
  partial_broadcast_test.cpp
  repeat_table_test.cpp
  run_alone_test.cpp
  run_ending_test.cpp
  run_safety_test.cpp
  run_test.cpp
  scripted_run.cpp
  split_broadcast_test.cpp
  LABELS unit)
target_compile_definitions(delivery_run_test
                           PRIVATE CENT_REPEAT_TABLE="${CMAKE_CURRENT_SOURCE_DIR}/delivery/repeat_table.txt")

# http: addresses, and attempts over HTTP on a transport that answers from memory.
cent_test(http_parts_test IN http endpoints_test.cpp new_dialect_test.cpp resolver_test.cpp LABELS unit)

# async: the lanes of AsyncClient, as values.
cent_test(
  lanes_test
  IN async
  completion_pool_test.cpp
  group_growth_test.cpp
  group_request_test.cpp
  lanes_generated_test.cpp
  lanes_model.cpp
  lanes_test.cpp
  ../delivery/scripted_run.cpp
  LABELS async)

# cent::outbox: rows, records and statements without a server.
cent_test(outbox_test IN ${PROJECT_SOURCE_DIR}/outbox/tests rows_test.cpp records_test.cpp statements_test.cpp LIBS cent::outbox
          LABELS unit)
