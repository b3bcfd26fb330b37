/// The JSON form of an image's masks: a list of records as SAM's `amg.py --convert-to-rle` writes
/// it, or SA-1B's object with the same records under `annotations`.
///
/// Of a record `segmentation` (COCO RLE, compressed or not), `predicted_iou`, `stability_score`,
/// `point_coords` and `crop_box` are taken; `area` and `bbox` follow from the mask.
enum MaskRecords {
  /// The masks in `bytes`, in the order of the file. `path` is only named in errors.
  ///
  /// Throws: `MaskFileError` naming the record that is malformed, holds a mask of another size than
  /// `width`×`height`, or exceeds `maximumMasks`.
  static func decode(
    _ bytes: [UInt8], path: String, width: Int, height: Int, maximumMasks: Int
  ) throws(MaskFileError) -> MaskSet {
    var records: [Record] = []
    var scanner = JSONScanner(bytes)
    do throws(JSONScanner.Mismatch) {
      try scanner.records(into: &records, maximum: maximumMasks)
      guard scanner.peek() == nil else { throw scanner.mismatch("the end of the file") }
    } catch {
      throw .malformed(
        path: path, record: records.count, offset: error.offset, expected: error.expected)
    }
    guard records.count <= maximumMasks else {
      throw .tooManyMasks(path: path, maximum: maximumMasks)
    }
    var set = MaskSet(width: width, height: height, candidates: [])
    set.candidates.reserveCapacity(records.count)
    for (index, record) in records.enumerated() {
      do throws(MaskError) {
        set.candidates.append(try record.candidate(width: width, height: height))
      } catch {
        throw .badMask(path: path, record: index, error)
      }
    }
    return set
  }

  /// One mask as the file states it.
  struct Record {
    var segmentation: CocoRLE
    var predictedIoU: Double?
    var stability: Double?
    /// x, y.
    var point: [Double]?
    /// x, y, width, height.
    var cropBox: [Double]?

    func candidate(width: Int, height: Int) throws(MaskError) -> MaskCandidate {
      guard segmentation.width == width, segmentation.height == height else {
        throw .sizeDiffers(
          found: "\(segmentation.width)×\(segmentation.height)", expected: "\(width)×\(height)")
      }
      return MaskCandidate(
        mask: try RunLengthMask(segmentation),
        predictedIoU: predictedIoU.map { Float($0) }, stability: stability.map { Float($0) },
        point: point.map { SIMD2(Float($0[0]), Float($0[1])) },
        cropBox: cropBox.flatMap { PixelBox(amg: $0, width: width, height: height) })
    }
  }
}

extension PixelBox {
  /// A box as `amg.py` states crops: x, y, width, height; nil for the whole image.
  init?(amg box: [Double], width: Int, height: Int) {
    let whole = [0, 0, Double(width), Double(height)]
    // What is out of range was never a crop of this image; clamped, it cannot trap.
    let clamped = box.map { Int(max(0, min($0, 1e9))) }
    guard box != whole, clamped.count == 4 else { return nil }
    self.init(
      minX: clamped[0], minY: clamped[1], maxX: clamped[0] + clamped[2],
      maxY: clamped[1] + clamped[3])
  }
}

extension JSONScanner {
  /// Stops reading, without an error, once there is more than `maximum`.
  fileprivate mutating func records(
    into records: inout [MaskRecords.Record], maximum: Int
  ) throws(Mismatch) {
    if peek() == UInt8(ascii: "[") {
      try list(into: &records, maximum: maximum)
      return
    }
    var found = false
    try object { (scanner, key) throws(Mismatch) in
      if key == "annotations" {
        found = true
        try scanner.list(into: &records, maximum: maximum)
      } else {
        try scanner.skip()
      }
    }
    if !found { throw mismatch("a list of masks, or an object with \"annotations\"") }
  }

  private mutating func list(
    into records: inout [MaskRecords.Record], maximum: Int
  ) throws(Mismatch) {
    try array { (scanner) throws(Mismatch) in
      if records.count > maximum {
        try scanner.skip()
      } else {
        records.append(try scanner.record())
      }
    }
  }

  private mutating func record() throws(Mismatch) -> MaskRecords.Record {
    let start = offset
    var segmentation: CocoRLE?
    var (predictedIoU, stability) = (Double?.none, Double?.none)
    var (point, cropBox) = ([Double]?.none, [Double]?.none)
    try object { (scanner, key) throws(Mismatch) in
      if scanner.null() { return }
      switch key {
      case "segmentation": segmentation = try scanner.runLengths()
      case "predicted_iou": predictedIoU = try scanner.number()
      case "stability_score": stability = try scanner.number()
      case "point_coords": point = try scanner.firstPoint()
      case "crop_box": cropBox = try scanner.numbers(4, "crop_box of x, y, width, height")
      default: try scanner.skip()
      }
    }
    guard let segmentation else {
      throw Mismatch(offset: start, expected: "a record with \"segmentation\"")
    }
    return MaskRecords.Record(
      segmentation: segmentation, predictedIoU: predictedIoU, stability: stability, point: point,
      cropBox: cropBox)
  }

  private mutating func runLengths() throws(Mismatch) -> CocoRLE {
    let start = offset
    var size: [Double] = []
    var counts: CocoRLE.Counts?
    try object { (scanner, key) throws(Mismatch) in
      switch key {
      case "size": size = try scanner.numbers(2, "size of height, width")
      case "counts": counts = try scanner.counts()
      default: try scanner.skip()
      }
    }
    guard size.count == 2, let counts, let height = Int(exactly: size[0]),
      let width = Int(exactly: size[1])
    else { throw Mismatch(offset: start, expected: "a segmentation with \"size\" and \"counts\"") }
    return CocoRLE(height: height, width: width, counts: counts)
  }

  private mutating func counts() throws(Mismatch) -> CocoRLE.Counts {
    if peek() == UInt8(ascii: "\"") {
      return .compressed(String(decoding: try string(), as: UTF8.self))
    }
    var lengths: [Int] = []
    try array { (scanner) throws(Mismatch) in lengths.append(try scanner.integer()) }
    return .lengths(lengths)
  }

  /// The first of a list of points, which is all that `amg.py` ever has; nil for an empty list.
  private mutating func firstPoint() throws(Mismatch) -> [Double]? {
    var first: [Double]?
    try array { (scanner) throws(Mismatch) in
      let point = try scanner.numbers(2, "a point of x, y")
      if first == nil { first = point }
    }
    return first
  }

  private mutating func numbers(_ count: Int, _ name: String) throws(Mismatch) -> [Double] {
    let start = offset
    var values: [Double] = []
    try array { (scanner) throws(Mismatch) in
      values.append(try scanner.number())
      if values.count > count { throw Mismatch(offset: start, expected: name) }
    }
    guard values.count == count else { throw Mismatch(offset: start, expected: name) }
    return values
  }
}
