// The one way to describe a member, inside a Row whose type is called T; undone by row_macros_end.hpp. No
// include guard: each file of rows opens and closes it.
#define CENT_FIELD(member, kind) \
  Field { #member, "\"" #member "\":", &T::member, FieldKind::kind }
#define F(member) CENT_FIELD(member, plain)
#define R(member) CENT_FIELD(member, required)
#define L(member) CENT_FIELD(member, local)
