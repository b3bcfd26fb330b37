import CKernels

/// What the numeric kernels run on.
public enum NumericKernels {
  /// The instruction set in use: "AVX-512", "AVX2" or "portable". The first two give the same bits.
  public static var instructionSet: String {
    // Sound: the function returns a C string of static storage.
    unsafe String(cString: sepal_instruction_set())
  }

  /// Whether products of bf16 numbers have an instruction on this processor.
  public static var hasBF16: Bool { sepal_has_bf16() != 0 }
}

/// What the factors of large products are rounded to; sums are f32 in either case.
public enum Precision: String, Sendable, Hashable, CaseIterable {
  case f32, bf16
}
