#include "checkpoint.hpp"

#include <cent/errors.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "json/decode.hpp"
#include "json/encode.hpp"
#include "read_request.hpp"

#include "api/row_macros.hpp"

namespace cent::detail {

template <>
struct Row<cli::InputPosition> {
  using T = cli::InputPosition;
  static constexpr std::tuple fields{F(lines), F(bytes), F(hash)};
};
template <>
struct Row<cli::Checkpoint> {
  using T = cli::Checkpoint;
  static constexpr std::tuple fields{F(channel), F(form), F(run), F(position), F(in_doubt_since)};
};

}  // namespace cent::detail

#include "api/row_macros.hpp"

namespace cent::cli {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  /// Writes the text, if there is some, and waits until it is on the disk.
  [[nodiscard]] bool store(const std::string& text) const {
    std::size_t done = 0;
    while (number_ >= 0 && done < text.size()) {
      const ssize_t size = ::write(number_, text.data() + done, text.size() - done);
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) return false;
      done += static_cast<std::size_t>(size);
    }
    return number_ >= 0 && ::fsync(number_) == 0;
  }

 private:
  int number_;
};

}  // namespace

std::optional<Checkpoint> read_checkpoint(const std::string& file) {
  std::error_code none;
  const fs::file_status status = fs::status(file, none);
  if (!fs::exists(status)) return std::nullopt;
  if (!fs::is_regular_file(status)) throw UsageError("the checkpoint " + file + " is not a regular file");
  std::ifstream in{file, std::ios::binary};
  Checkpoint checkpoint;
  read_value("the checkpoint " + file, std::string(std::istreambuf_iterator<char>(in), {}), checkpoint);
  if (checkpoint.run.empty()) throw UsageError(file + " is not a checkpoint");
  return checkpoint;
}

void write_checkpoint(const std::string& file, const Checkpoint& checkpoint) {
  const std::string fresh = file + ".new";
  std::string memory;
  detail::TextWriter text{memory, 0};
  detail::encode(text, checkpoint, 0);
  const fs::path folder = fs::path(file).parent_path();
  if (!Descriptor(fresh, O_WRONLY | O_CREAT | O_TRUNC).store(std::string(text.text()) + '\n') ||
      std::rename(fresh.c_str(), file.c_str()) != 0 ||
      !Descriptor(folder.empty() ? "." : folder.string(), O_RDONLY).store({})) {
    throw std::runtime_error("the checkpoint " + file +
                             " cannot be written: " + std::generic_category().message(errno));
  }
}

}  // namespace cent::cli
