/// What can be wrong with a mask that comes from outside.
public enum MaskError: Error, Equatable, Sendable {
  case emptySize(width: Int, height: Int)
  case tooLarge(width: Int, height: Int, maximumPixels: Int)
  case runsDoNotAddUp(sum: Int, expected: Int)
  /// `offset` counts bytes of a compressed string, or items of a list of run lengths.
  case malformedCounts(offset: Int, reason: String)
  /// Bytes that are not a mask set as `MaskSet.packed()` writes it.
  case malformedPacking(offset: Int, reason: String)
  case sizeDiffers(found: String, expected: String)
}

extension MaskError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .emptySize(let width, let height):
      "a mask of \(width)×\(height) pixels; both sides must be at least 1"
    case .tooLarge(let width, let height, let maximum):
      "a mask of \(width)×\(height) pixels, more than the limit of \(maximum)"
    case .runsDoNotAddUp(let sum, let expected):
      "run lengths add up to \(sum) pixels where the size asks for \(expected)"
    case .malformedCounts(let offset, let reason):
      "COCO RLE counts are malformed at offset \(offset): \(reason)"
    case .malformedPacking(let offset, let reason):
      "packed masks are damaged at byte \(offset): \(reason)"
    case .sizeDiffers(let found, let expected):
      "mask is \(found) where the image is \(expected)"
    }
  }
}
