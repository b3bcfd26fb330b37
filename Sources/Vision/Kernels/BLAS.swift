import COpenBLAS

/// The matrix library behind every product.
public enum BLAS {
  /// Version and build options as the library states them, such as "OpenBLAS 0.3.21 …".
  public static var version: String {
    // Sound: the library returns a C string of static storage.
    unsafe String(cString: openblas_get_config())
  }

  /// The kernels chosen for this processor, such as "SkylakeX": results agree to the last bit only
  /// between equal ones.
  public static var coreName: String {
    // Sound: as above.
    unsafe String(cString: openblas_get_corename())
  }
}
