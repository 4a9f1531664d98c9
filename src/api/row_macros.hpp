// The only way to describe a member, inside a Row whose type is named T. A file of rows includes this before
// its rows, and again after them, which undefines the macros. So it has no include guard.
#ifndef CENT_FIELD
#define CENT_FIELD(member, kind) \
  Field { #member, "\"" #member "\":", &T::member, FieldKind::kind }
#define F(member) CENT_FIELD(member, plain)
#define R(member) CENT_FIELD(member, required)
#define L(member) CENT_FIELD(member, local)
#define S(member, major, minor)                                                       \
  Field {                                                                             \
#member, "\"" #member "\":", &T::member, FieldKind::plain, Since { major, minor } \
  }
#else
#undef CENT_FIELD
#undef F
#undef R
#undef L
#undef S
#endif
