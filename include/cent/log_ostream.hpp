#pragma once
#include <cent/export.hpp>
#include <cent/log_observer.hpp>
#include <iosfwd>
#include <memory>

namespace cent {

/// A sink that writes lines to a stream, which must outlive it. Lines of several threads and of several sinks
/// never mix. Each line is flushed. It blocks for as long as the stream does: a pipe that nobody reads stops
/// the client.
[[nodiscard]] CENT_EXPORT LogSink make_ostream_sink(std::ostream& out);

/// A log observer for a stream. LogOptions::stamp is on, whatever `options` say.
///
///     options.observer = cent::make_log_observer(std::clog);
[[nodiscard]] CENT_EXPORT std::shared_ptr<Observer> make_log_observer(std::ostream& out,
                                                                      LogLevel level = LogLevel::info,
                                                                      LogOptions options = {});

}  // namespace cent
