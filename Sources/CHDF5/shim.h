#include <hdf5.h>

// Types and property classes are macros that call into the library; Swift cannot import those.
static inline hid_t ansatz_h5_float64(void) { return H5T_IEEE_F64LE; }
static inline hid_t ansatz_h5_float32(void) { return H5T_IEEE_F32LE; }
static inline hid_t ansatz_h5_int64(void) { return H5T_STD_I64LE; }
static inline hid_t ansatz_h5_int32(void) { return H5T_STD_I32LE; }
static inline hid_t ansatz_h5_int16(void) { return H5T_STD_I16LE; }
static inline hid_t ansatz_h5_int8(void) { return H5T_STD_I8LE; }
static inline hid_t ansatz_h5_uint64(void) { return H5T_STD_U64LE; }
static inline hid_t ansatz_h5_uint32(void) { return H5T_STD_U32LE; }
static inline hid_t ansatz_h5_uint16(void) { return H5T_STD_U16LE; }
static inline hid_t ansatz_h5_uint8(void) { return H5T_STD_U8LE; }
static inline hid_t ansatz_h5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t ansatz_h5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t ansatz_h5_c_string(void) { return H5T_C_S1; }
static inline size_t ansatz_h5_variable_length(void) { return H5T_VARIABLE; }
static inline hid_t ansatz_h5_dataset_creation(void) { return H5P_DATASET_CREATE; }
static inline hid_t ansatz_h5_link_creation(void) { return H5P_LINK_CREATE; }
static inline hsize_t ansatz_h5_unlimited(void) { return H5S_UNLIMITED; }
static inline unsigned ansatz_h5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned ansatz_h5_truncate(void) { return H5F_ACC_TRUNC; }
static inline hid_t ansatz_h5_default(void) { return H5P_DEFAULT; }
static inline hid_t ansatz_h5_all(void) { return H5S_ALL; }

// By default the library prints every failure to standard error.
static inline void ansatz_h5_silence(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

// Soft and external links may dangle or leave the file; 1.10 and 1.12 name the structure differently, hence C.
static inline int ansatz_h5_is_hard_link(hid_t group, const char *name) {
    H5L_info_t info;
    return H5Lget_info(group, name, &info, H5P_DEFAULT) >= 0 && info.type == H5L_TYPE_HARD;
}

static inline herr_t ansatz_h5_keep_deepest(unsigned level, const H5E_error2_t *entry, void *context) {
    const char **text = (const char **)context;
    if (level == 0 && entry->desc != NULL) *text = entry->desc;
    return 0;
}

// The most specific sentence on the stack of errors of this thread, valid until the next call.
static inline const char *ansatz_h5_last_error(void) {
    const char *text = "no reason given";
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, ansatz_h5_keep_deepest, &text);
    return text;
}
