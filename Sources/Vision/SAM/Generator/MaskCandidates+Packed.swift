/// A compact binary form for the cache.
///
/// The bytes `SEPC`, the version 1, whether there is a floor of the predicted IoU and if so the
/// floor, that of the stability, number of crops, number of masks of each, and the masks as
/// `MaskSet.packed()` writes them.
extension MaskCandidates {
  private static let magic = Array("SEPC".utf8) + [1]

  public func packed() -> [UInt8] {
    var writer = PackedWriter(bytes: Self.magic)
    writer.append(floor.predictedIoU == nil ? 0 : 1)
    if let predictedIoU = floor.predictedIoU { writer.append(predictedIoU) }
    writer.append(floor.stability)
    writer.append(cropEnds.count)
    var start = 0
    for end in cropEnds {
      writer.append(end - start)
      start = end
    }
    return writer.bytes + masks.packed()
  }

  /// The candidates that `packed()` gave, equal in every field.
  ///
  /// Throws: `MaskError` for anything else.
  public init(packed bytes: [UInt8]) throws(MaskError) {
    guard bytes.starts(with: Self.magic) else {
      throw .malformedPacking(offset: 0, reason: "not mask candidates packed by this version")
    }
    var reader = PackedReader(bytes: bytes, offset: Self.magic.count)
    let hasPredictedIoU = try reader.byte() != 0
    let floor = Floor(
      predictedIoU: hasPredictedIoU ? try reader.float() : nil, stability: try reader.float())
    var cropEnds = [Int](repeating: 0, count: try reader.count(of: "crops"))
    var end = 0
    for crop in cropEnds.indices {
      end += try reader.count(of: "masks")
      cropEnds[crop] = end
    }
    let masks = try MaskSet(packed: Array(bytes[reader.offset...]))
    guard cropEnds.last == masks.candidates.count else {
      throw reader.malformed("\(end) masks in crops, \(masks.candidates.count) in all")
    }
    self.init(masks: masks, cropEnds: cropEnds, floor: floor)
  }
}
