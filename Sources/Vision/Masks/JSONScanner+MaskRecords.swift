/// The grammar of mask records.
extension JSONScanner {
  /// Stops reading, without an error, once there is more than `maximum`.
  mutating func records(
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
    var level: Int?
    try object { (scanner, key) throws(Mismatch) in
      if scanner.null() { return }
      switch key {
      case "segmentation": segmentation = try scanner.runLengths()
      case "predicted_iou": predictedIoU = try scanner.number()
      case "stability_score": stability = try scanner.number()
      case "point_coords": point = try scanner.firstPoint()
      case "crop_box": cropBox = try scanner.numbers(4, "crop_box of x, y, width, height")
      case "level": level = try scanner.level()
      default: try scanner.skip()
      }
    }
    guard let segmentation else {
      throw Mismatch(offset: start, expected: "a record with \"segmentation\"")
    }
    return MaskRecords.Record(
      segmentation: segmentation, predictedIoU: predictedIoU, stability: stability, point: point,
      cropBox: cropBox, level: level)
  }

  /// A whole number; nil for anything else, since other tools may mean something else by the key.
  private mutating func level() throws(Mismatch) -> Int? {
    var ahead = self
    do throws(Mismatch) {
      let level = try ahead.integer()
      self = ahead
      return level
    } catch {
      try skip()
      return nil
    }
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
