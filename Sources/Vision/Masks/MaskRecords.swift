/// The JSON form of an image's masks: a list of records as SAM's `amg.py --convert-to-rle` writes
/// it, or SA-1B's object with the same records under `annotations`.
///
/// Of a record `segmentation` (COCO RLE, compressed or not), `predicted_iou`, `stability_score`,
/// `point_coords`, `crop_box` and Sepal's `level` are taken; `area` and `bbox` follow from the mask.
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
    var level: Int?

    func candidate(width: Int, height: Int) throws(MaskError) -> MaskCandidate {
      guard segmentation.width == width, segmentation.height == height else {
        throw .sizeDiffers(
          found: "\(segmentation.width)×\(segmentation.height)", expected: "\(width)×\(height)")
      }
      return MaskCandidate(
        mask: try RunLengthMask(segmentation),
        predictedIoU: predictedIoU.map { Float($0) }, stability: stability.map { Float($0) },
        point: point.map { SIMD2(Float($0[0]), Float($0[1])) },
        cropBox: cropBox.flatMap { PixelBox(amg: $0, width: width, height: height) }, level: level)
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
