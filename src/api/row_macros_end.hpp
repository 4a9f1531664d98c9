#undef CENT_FIELD
#undef F
#undef R
#undef L
