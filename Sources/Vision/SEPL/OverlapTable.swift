/// How many pixels every mask of an image shares with every class of a label map: all that a rule
/// needs to choose masks, whatever its thresholds. Counted once per image.
public struct OverlapTable: Sendable, Equatable {
  /// Width times height of the image.
  public let pixelCount: Int
  /// The foreground labels that occur (1…254), ascending. Void is not a class.
  public let classes: [UInt8]
  /// Pixels of each class, in the order of `classes`.
  public let classPixels: [Int]
  /// Pixels of each mask.
  public let maskPixels: [Int]
  /// Pixels that each mask shares with void.
  public let voidOverlaps: [Int]
  /// `[masks, classes]`, row-major: |S ∩ P_c|.
  public let overlaps: [Int]

  /// Counts `masks` against `planes`. Masks and planes must be of one size.
  public init(_ masks: [BinaryMask], _ planes: ClassPlanes) {
    pixelCount = planes.width * planes.height
    classes = planes.foreground.map(\.label)
    classPixels = planes.foreground.map(\.mask.count)
    maskPixels = masks.map(\.count)
    voidOverlaps = masks.map { planes.void.isEmpty ? 0 : planes.void.intersectionCount($0) }
    overlaps = masks.flatMap { mask in
      planes.foreground.map { mask.intersectionCount($0.mask) }
    }
  }

  public var maskCount: Int { maskPixels.count }

  /// |S ∩ P_c| for a mask and a position in `classes`.
  public func overlap(mask: Int, classIndex: Int) -> Int {
    overlaps[mask * classes.count + classIndex]
  }

  /// |S ∩ P_c| / |S|, 0 for an empty mask.
  public func shareOfMask(mask: Int, classIndex: Int) -> Double {
    let area = maskPixels[mask]
    return area == 0 ? 0 : Double(overlap(mask: mask, classIndex: classIndex)) / Double(area)
  }

  /// |S ∩ P_c| / |P_c|. Classes in the table are never empty.
  public func shareOfClass(mask: Int, classIndex: Int) -> Double {
    Double(overlap(mask: mask, classIndex: classIndex)) / Double(classPixels[classIndex])
  }
}
