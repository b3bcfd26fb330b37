/// The C libraries that pixels and numbers pass through.
public enum VisionLibraries {
  /// Name and version of each, as it states them at run time.
  public static var versions: [(name: String, version: String)] {
    [
      ("libpng", PNGCodec.libraryVersion), ("OpenBLAS", BLAS.version),
      ("OpenBLAS kernels", BLAS.coreName),
    ]
  }
}
