/// A mask as alternating run lengths in row-major order, the first of zeros (and possibly 0 long).
/// The runs sum to `width * height`.
public struct RunLengthMask: Sendable, Hashable {
  public let width: Int
  public let height: Int
  public let runs: [UInt32]

  /// How large a mask may claim to be: 2²⁷ pixels, so that a run of it always fits.
  public static let maximumPixels = 1 << 27

  /// Throws: `MaskError.runsDoNotAddUp` when the runs do not sum to `width * height`, `.emptySize`
  /// or `.tooLarge` for a size that no mask has.
  public init(width: Int, height: Int, runs: [UInt32]) throws(MaskError) {
    try Self.check(width: width, height: height)
    var sum = 0
    for run in runs { sum += Int(run) }
    guard sum == width * height else {
      throw .runsDoNotAddUp(sum: sum, expected: width * height)
    }
    (self.width, self.height, self.runs) = (width, height, runs)
  }

  /// Throws: `MaskError.emptySize` or `.tooLarge` for a size that no mask has.
  static func check(width: Int, height: Int) throws(MaskError) {
    guard width > 0, height > 0 else { throw .emptySize(width: width, height: height) }
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, pixels <= maximumPixels else {
      throw .tooLarge(width: width, height: height, maximumPixels: maximumPixels)
    }
  }

  public init(_ mask: BinaryMask) {
    (width, height) = (mask.width, mask.height)
    var runs: [UInt32] = []
    var end = 0
    mask.forEachRun { run in
      runs.append(UInt32(run.lowerBound - end))
      runs.append(UInt32(run.count))
      end = run.upperBound
    }
    if end < mask.pixelCount || runs.isEmpty { runs.append(UInt32(mask.pixelCount - end)) }
    self.runs = runs
  }

  /// Number of pixels in the mask.
  public var count: Int {
    stride(from: 1, to: runs.count, by: 2).reduce(into: 0) { $0 += Int(runs[$1]) }
  }

  /// The smallest box around the mask's pixels, nil for an empty mask.
  public var boundingBox: PixelBox? {
    var box = PixelBox(minX: width, minY: height, maxX: 0, maxY: 0)
    forEachRun { run in
      let (firstRow, lastRow) = (run.lowerBound / width, (run.upperBound - 1) / width)
      box.minY = min(box.minY, firstRow)
      box.maxY = max(box.maxY, lastRow + 1)
      if firstRow == lastRow {
        box.minX = min(box.minX, run.lowerBound - firstRow * width)
        box.maxX = max(box.maxX, run.upperBound - firstRow * width)
      } else {
        // A run that crosses a row's end touches both the last column and the first.
        (box.minX, box.maxX) = (0, width)
      }
    }
    return box.maxX > 0 ? box : nil
  }

  /// Calls `body` with each run of set pixels, ascending, in row-major order.
  public func forEachRun(_ body: (Range<Int>) throws -> Void) rethrows {
    var position = 0
    for (index, run) in runs.enumerated() {
      let end = position + Int(run)
      if index & 1 == 1 && run > 0 { try body(position..<end) }
      position = end
    }
  }
}

extension BinaryMask {
  public init(_ runLengths: RunLengthMask) {
    self.init(width: runLengths.width, height: runLengths.height)
    runLengths.forEachRun { insert($0) }
  }
}
