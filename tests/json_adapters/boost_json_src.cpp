// Instead of linking Boost.JSON: Debian's library belongs to one version of Boost.
#include <boost/json/src.hpp>
