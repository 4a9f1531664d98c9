// The only way to describe a member, inside a Row whose type is named T. row_macros_end.hpp undefines them.
// No include guard, since each file of rows includes both.
#define CENT_FIELD(member, kind) \
  Field { #member, "\"" #member "\":", &T::member, FieldKind::kind }
#define F(member) CENT_FIELD(member, plain)
#define R(member) CENT_FIELD(member, required)
#define L(member) CENT_FIELD(member, local)
