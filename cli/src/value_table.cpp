#include "value_table.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "terminal.hpp"

namespace cent::cli {
namespace {

using detail::JsonReader;
using Row = std::vector<std::pair<std::string, std::string>>;  // name, cell

/// A list of objects, or an object of objects, under its name.
struct List {
  std::string name;
  std::vector<Row> rows;
};

JsonReader::Kind kind_of(std::string_view json) { return JsonReader{json}.peek(); }

std::string cell_of(std::string_view json) {
  try {
    if (kind_of(json) == JsonReader::Kind::string) {
      std::string text;
      JsonReader{json}.read_string(text);
      return printable(text);
    }
  } catch (const detail::TextError&) {  // a payload with invalid text: as it is
  }
  return printable(json);
}

template <class Visit>
void for_each_member(std::string_view object, const Visit& visit) {
  JsonReader in{object};
  in.begin_object();
  for (std::string_view name; in.next_member(name);) {
    const std::string key{name};
    bool clean = true;
    visit(key, in.read_raw(clean));
  }
}

Row row_of(std::string_view object) {
  Row row;
  for_each_member(object, [&](const std::string& name, std::string_view value) {
    row.emplace_back(printable(name), cell_of(value));
  });
  return row;
}

/// Reads a list of objects. Returns false if the value is another.
bool read_list(const std::string& name, std::string_view json, List& list) {
  list.name = printable(name);
  if (kind_of(json) == JsonReader::Kind::array) {
    JsonReader in{json};
    in.begin_array();
    while (in.next_element()) {
      bool clean = true;
      const std::string_view element = in.read_raw(clean);
      if (kind_of(element) != JsonReader::Kind::object) return false;
      list.rows.push_back(row_of(element));
    }
    return true;
  }
  if (kind_of(json) != JsonReader::Kind::object) return false;
  bool all_objects = true;
  for_each_member(json, [&](const std::string& key, std::string_view value) {
    if (!all_objects || kind_of(value) != JsonReader::Kind::object) {
      all_objects = false;
      return;
    }
    Row row = row_of(value);
    row.emplace(row.begin(), list.name, printable(key));
    list.rows.push_back(std::move(row));
  });
  return all_objects;
}

std::vector<std::string> names_of(const std::vector<Row>& rows) {
  std::vector<std::string> names;
  for (const Row& row : rows) {
    for (const auto& [name, cell] : row) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

std::string_view cell_in(const Row& row, const std::string& name) {
  for (const auto& [known, cell] : row) {
    if (known == name) return cell;
  }
  return {};
}

void pad(std::string& out, std::string_view cell, std::size_t width) {
  out += cell;
  out.append(width - std::min(width, width_of(cell)), ' ');
}

void end_line(std::string& out) {
  while (!out.empty() && out.back() == ' ') out.pop_back();
  out += '\n';
}

/// `name  value`, each value in the columns behind the longest name, or below it where those are few.
void put_pairs(std::string& out, const Row& row, std::size_t columns) {
  constexpr std::size_t kLeastColumns = 16;
  std::size_t widest = 0;
  for (const auto& [name, cell] : row) widest = std::max(widest, width_of(name));
  const bool beside = widest + 2 + kLeastColumns <= columns;
  const std::size_t indent = beside ? widest + 2 : std::min<std::size_t>(2, columns / 2);
  for (const auto& [name, cell] : row) {
    const std::vector<std::string> lines = wrap(cell, columns - indent);
    pad(out, name, beside ? indent : 0);
    if (!beside) end_line(out);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!beside || i > 0) out.append(indent, ' ');
      out += lines[i];
      end_line(out);
    }
  }
}

void put_list(std::string& out, const List& list, std::size_t columns) {
  if (list.rows.empty()) return put_pairs(out, {{list.name, "none"}}, columns);
  const std::vector<std::string> names = names_of(list.rows);
  std::vector<std::size_t> widths;
  std::size_t total = 0;
  for (const std::string& name : names) {
    std::size_t width = width_of(name);
    for (const Row& row : list.rows) width = std::max(width, width_of(cell_in(row, name)));
    widths.push_back(width);
    total += width + 2;
  }
  if (total > columns + 2 || names.empty()) {
    const char* between = "";
    for (const Row& row : list.rows) {
      out += std::exchange(between, "\n");
      put_pairs(out, row, columns);
    }
    return;
  }
  for (std::size_t i = 0; i < names.size(); ++i) pad(out, names[i], widths[i] + 2);
  end_line(out);
  for (const Row& row : list.rows) {
    for (std::size_t i = 0; i < names.size(); ++i) pad(out, cell_in(row, names[i]), widths[i] + 2);
    end_line(out);
  }
}

}  // namespace

std::string table_of(std::string_view json, std::size_t columns) {
  columns = std::max<std::size_t>(columns, 2);
  if (kind_of(json) != JsonReader::Kind::object) return cell_of(json) + '\n';
  Row pairs;
  std::vector<List> lists;
  for_each_member(json, [&](const std::string& name, std::string_view value) {
    List list;
    if (read_list(name, value, list)) {
      lists.push_back(std::move(list));
    } else {
      pairs.emplace_back(printable(name), cell_of(value));
    }
  });
  std::string out;
  if (pairs.empty() && lists.empty()) return "applied\n";
  put_pairs(out, pairs, columns);
  for (const List& list : lists) {
    if (!out.empty() && !list.rows.empty()) out += '\n';
    put_list(out, list, columns);
  }
  return out;
}

}  // namespace cent::cli
