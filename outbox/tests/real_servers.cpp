#include "real_servers.hpp"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <stdexcept>

#include "support/centrifugo_programs.hpp"
#include "support/eventually.hpp"
#include "support/loopback.hpp"

namespace cent::test {

using nlohmann::json;

namespace {

/// The words that run a command as a user that PostgreSQL accepts.
std::vector<std::string> as_user(std::vector<std::string> command) {
  if (geteuid() != 0) return command;
  std::vector<std::string> words = {find_program("setpriv"), "--reuid=nobody", "--regid=nogroup",
                                    "--clear-groups", "--pdeathsig=KILL"};
  words.insert(words.end(), command.begin(), command.end());
  return words;
}

/// The data folder, which this user owns.
std::string make_data_folder(const TestFolder& folder) {
  std::string data = folder.path("data");
  std::filesystem::create_directory(data);
  if (geteuid() == 0) {
    const passwd* const user = getpwnam("nobody");
    if (user == nullptr || chown(data.c_str(), user->pw_uid, user->pw_gid) != 0 ||
        chmod(folder.path().c_str(), 0755) != 0) {
      throw std::runtime_error("no folder for PostgreSQL");
    }
  }
  return data;
}

}  // namespace

std::string Postgres::folder_of_programs() {
  const std::string on_path = find_program("initdb");
  if (!on_path.empty()) return std::filesystem::path(on_path).parent_path().string();
  std::string newest;
  std::error_code none;
  for (const auto& one : std::filesystem::directory_iterator("/usr/lib/postgresql", none)) {
    const std::string folder = (one.path() / "bin").string();
    if (access((folder + "/initdb").c_str(), X_OK) == 0 && folder > newest) newest = folder;
  }
  return newest;
}

Postgres::Postgres() : port_(free_port()) {
  const std::string programs = folder_of_programs();
  const std::string data = make_data_folder(folder_);
  ChildSetup setup;
  setup.folder = data;
  Child initdb(as_user({programs + "/initdb", "-D", data + "/db", "-U", "test", "-A", "trust", "-E", "UTF8",
                        "--no-locale", "--no-sync"}),
               folder_.path("initdb.log"), setup);
  if (initdb.wait(std::chrono::seconds{120}) != 0) throw std::runtime_error("initdb: " + initdb.output());
  std::vector<std::string> command = {programs + "/postgres", "-D", data + "/db", "-p",
                                      std::to_string(port_)};
  for (const char* option :
       {"listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "jit=off"}) {
    command.insert(command.end(), {"-c", option});
  }
  child_ = std::make_unique<Child>(as_user(command), folder_.path("postgres.log"), setup);
  const auto ready = [&] { return PQping(address("postgres").c_str()) == PQPING_OK; };
  for (int tries = 6; tries > 0 && !eventually(ready); --tries) {
    if (child_->ended()) throw std::runtime_error("PostgreSQL does not start: " + child_->output());
  }
}

/// At once, whoever is connected.
Postgres::~Postgres() {
  child_->signal(SIGQUIT);
  child_->wait(std::chrono::seconds{20});
}

std::string Postgres::address(const std::string& database) const {
  return "postgresql://test@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

Database::Database(const Postgres& postgres) {
  static int count = 0;
  const std::string name = "test" + std::to_string(++count);
  connection_.reset(PQconnectdb(postgres.address("postgres").c_str()));
  sql("CREATE DATABASE " + name);
  address_ = postgres.address(name);
  connection_.reset(PQconnectdb(address_.c_str()));
  sql("SET client_min_messages = warning");
}

std::vector<std::string> Database::sql(const std::string& text) const {
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result{PQexec(connection_.get(), text.c_str()),
                                                              PQclear};
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(PQerrorMessage(connection_.get()));
  }
  std::vector<std::string> column;
  for (int i = 0; i < PQntuples(result.get()); ++i) column.emplace_back(PQgetvalue(result.get(), i, 0));
  return column;
}

int Database::rows(const std::string& condition) const {
  return std::stoi(sql("SELECT count(*) FROM centrifugo_outbox WHERE " + condition).front());
}

Subscriber::Subscriber(const Restartable& node, const std::vector<std::string>& channels)
    : stream_(node.port(), [&] {
        json subs = json::object();
        for (const std::string& channel : channels) subs[channel] = json::object();
        return stream_request({{"subs", subs}});
      }()) {
  if (!stream_.next()) throw std::runtime_error("the subscriber cannot connect");
}

std::vector<std::pair<std::string, std::string>> Subscriber::receive(std::size_t count,
                                                                     std::chrono::milliseconds patience) {
  std::vector<std::pair<std::string, std::string>> all;
  while (all.size() < count) {
    std::optional<std::string> line;
    try {
      line = stream_.next(patience);
    } catch (const std::runtime_error&) {  // nothing came in time
    }
    if (!line) break;
    const json push = json::parse(*line);
    if (!push.contains("pub")) continue;
    // The data's own spelling.
    const std::size_t begin = line->find(R"("data":)") + 7;
    std::size_t size = line->size() - begin;
    while (!json::accept(line->substr(begin, size))) --size;
    all.emplace_back(push.at("channel").get<std::string>(), line->substr(begin, size));
  }
  return all;
}

std::map<std::string, std::string> Subscriber::texts(std::size_t count) {
  std::map<std::string, std::string> texts;
  for (const auto& [channel, data] : receive(count)) {
    std::string& text = texts[channel];
    text += (text.empty() ? "" : " ") + data;
  }
  return texts;
}

std::vector<std::string> history_of(const Restartable& node, const std::string& channel) {
  const json request = {{"channel", channel}, {"limit", -1}};
  const RawResponse response = exchange(node.port(), api_request("/api/history", request.dump()));
  std::vector<std::string> all;
  const json reply = json::parse(response.body);
  for (const json& one : reply.at("result").at("publications")) {
    all.push_back(one.at("data").dump());
  }
  return all;
}

json node_with(const json& members, json node) {
  node["client"]["queue_max_size"] = 64 * 1024 * 1024;
  json& open = node["channel"]["without_namespace"];
  json kept = open;
  kept.update({{"name", "hh"}, {"history_size", 100'000}, {"history_ttl", "3600s"}});
  node["channel"]["namespaces"] = {kept};
  node.update(members);
  return node;
}

json postgresql_consumer(const Database& database, std::uint32_t num_partitions) {
  return {{"enabled", true},
          {"name", "outbox"},
          {"type", "postgresql"},
          {"postgresql",
           {{"dsn", database.address()},
            {"outbox_table_name", "centrifugo_outbox"},
            {"num_partitions", num_partitions},
            {"partition_poll_interval", "50ms"}}}};
}

std::unique_ptr<Postgres> PostgresTest::postgres;

void PostgresTest::SetUpTestSuite() {
  if (!Postgres::folder_of_programs().empty()) postgres = std::make_unique<Postgres>();
}

void PostgresTest::SetUp() {
  if (postgres) return;
  note_not_run("PostgreSQL is not installed");
  GTEST_SKIP() << "PostgreSQL is not installed";
}

void RealServersTest::SetUp() {
  PostgresTest::SetUp();
  if (!centrifugo_program().empty()) return;
  note_not_run("no real Centrifugo is here");
  GTEST_SKIP() << "no real Centrifugo is here";
}

}  // namespace cent::test
