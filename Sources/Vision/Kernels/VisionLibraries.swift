/// What pixels and numbers pass through.
public enum VisionLibraries {
  /// Name and version of each C library, as it states them at run time, and the instruction set
  /// that the numeric kernels use.
  public static var versions: [(name: String, version: String)] {
    [
      ("libpng", PNGCodec.libraryVersion), ("numeric kernels", NumericKernels.instructionSet),
    ]
  }
}
