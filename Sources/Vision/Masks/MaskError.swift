/// What can be wrong with a mask that comes from outside.
public enum MaskError: Error, Equatable, Sendable {
  case emptySize(width: Int, height: Int)
  case runsDoNotAddUp(sum: Int, expected: Int)
  case malformedCounts(offset: Int, reason: String)
  case sizeDiffers(found: String, expected: String)
}

extension MaskError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .emptySize(let width, let height):
      "a mask of \(width)×\(height) pixels; both sides must be at least 1"
    case .runsDoNotAddUp(let sum, let expected):
      "run lengths add up to \(sum) pixels where the size asks for \(expected)"
    case .malformedCounts(let offset, let reason):
      "COCO RLE counts are malformed at byte \(offset): \(reason)"
    case .sizeDiffers(let found, let expected):
      "mask is \(found) where the image is \(expected)"
    }
  }
}
