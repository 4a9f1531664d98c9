// grpc-driver HOST:PORT KEY: publishes through gRPC's own C++ client, see driver.hpp.
#include <grpcpp/grpcpp.h>

#include <cstdlib>
#include <thread>
#include <vector>

#include "others/driver.hpp"
#include "publish.grpc.pb.h"

namespace {

namespace api = centrifugal::centrifugo::api;

void publish(api::CentrifugoApi::Stub& stub, const std::string& key) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", "apikey " + key);
  api::PublishRequest request;
  request.set_channel("public_chat");
  request.set_data(R"({"input":"test"})");
  api::PublishResponse response;
  const grpc::Status status = stub.Publish(&context, request, &response);
  if (!status.ok() || response.has_error()) {
    std::fprintf(stderr, "gRPC: %s%s\n", status.error_message().c_str(), response.error().message().c_str());
    std::exit(1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string key = argv[2];
  const auto stub =
      api::CentrifugoApi::NewStub(grpc::CreateChannel(argv[1], grpc::InsecureChannelCredentials()));
  const auto produce = [&](int producers, int count) {
    std::vector<std::thread> threads;
    for (int p = 0; p < producers; ++p) {
      threads.emplace_back([&] {
        for (int i = 0; i < count / producers; ++i) publish(*stub, key);
      });
    }
    for (std::thread& thread : threads) thread.join();
  };
  return cent::bench::serve({
      {"publish", [&](int) { publish(*stub, key); }},
      {"producers1", [&](int size) { produce(1, size); }},
      {"producers2", [&](int size) { produce(2, size); }},
      {"producers8", [&](int size) { produce(8, size); }},
  });
}
