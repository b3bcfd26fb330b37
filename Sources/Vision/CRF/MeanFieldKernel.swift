import CKernels

/// One step of mean-field inference at each point by itself.
enum MeanFieldKernel {
  /// How much likelier than label 0 each label is, `[points, channels]` as all three: its part of the
  /// softmax over base + message, and 0 for label 0, less that of label 0.
  static func step(
    base: Span<Float>, messages: Span<Float>, channels: Int, leads: inout MutableSpan<Float>
  ) {
    precondition(
      base.count == leads.count && messages.count == leads.count && leads.count % channels == 0
        && LatticeWidth.isWhole(channels),
      "MeanFieldKernel: \(base.count), \(messages.count), \(leads.count) by \(channels)")
    // Sound: all three hold as many points of as many channels.
    unsafe base.withUnsafeBufferPointer { base in
      unsafe messages.withUnsafeBufferPointer { messages in
        unsafe leads.withUnsafeMutableBufferPointer { leads in
          guard let own = base.baseAddress, let told = messages.baseAddress,
            let target = leads.baseAddress
          else { return }
          unsafe sepal_mean_field_step(leads.count / channels, channels, own, told, target)
        }
      }
    }
  }
}
