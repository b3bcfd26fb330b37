/// To and from COCO's column-major run lengths.
extension RunLengthMask {
  /// The mask that `rle` describes.
  ///
  /// Throws: `MaskError` when the counts are malformed or do not add up to `width * height`, which
  /// pycocotools lets pass.
  public init(_ rle: CocoRLE) throws(MaskError) {
    // Checked before anything of that size is allocated.
    try Self.check(width: rle.width, height: rle.height)
    let columnRuns =
      switch rle.counts {
      case .lengths(let lengths): try CocoCounts.checked(lengths)
      case .compressed(let text): try CocoCounts.decode(text.utf8)
      }
    // Turned by 90°, the column-major runs are the row-major runs of the transposed mask.
    let columns = try RunLengthMask(width: rle.height, height: rle.width, runs: columnRuns)
    self.init(BinaryMask(columns).transposed)
  }

  /// Run lengths down the columns, the first of zeros: pycocotools' uncompressed `counts`.
  public var columnRuns: [UInt32] { RunLengthMask(BinaryMask(self).transposed).runs }

  /// The mask in COCO's form, with the same counts as pycocotools gives.
  public func cocoRLE(compressed: Bool = true) -> CocoRLE {
    let runs = columnRuns
    let counts: CocoRLE.Counts =
      if compressed {
        .compressed(String(decoding: CocoCounts.encode(runs), as: UTF8.self))
      } else {
        .lengths(runs.map { Int($0) })
      }
    return CocoRLE(height: height, width: width, counts: counts)
  }
}
