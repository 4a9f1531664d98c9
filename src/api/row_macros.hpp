// The only way to describe a member, inside a Row whose type is named T. A file of rows includes this before
// its rows, and again after them, which undefines the macros. So it has no include guard.
#ifndef CENT_FIELD
#define CENT_FIELD(member, kind, major, minor)                                       \
  Field {                                                                            \
#member, "\"" #member "\":", &T::member, FieldKind::kind, Since { major, minor } \
  }
#define F(member) CENT_FIELD(member, plain, 0, 0)
#define R(member) CENT_FIELD(member, required, 0, 0)
#define L(member) CENT_FIELD(member, local, 0, 0)
#define S(member, major, minor) CENT_FIELD(member, plain, major, minor)
#else
#undef CENT_FIELD
#undef F
#undef R
#undef L
#undef S
#endif
