/// Class activation maps of one image: how strongly each class of its image-level label shows at each
/// place, from 0 to 1.
public struct ActivationMaps: Sendable, Equatable {
  /// Pixels of the image.
  public let width: Int
  public let height: Int
  /// Class indices from 1 on, ascending; background has no map.
  public let classes: [Int]
  /// The maps' own grid, which covers the image evenly and may be coarser.
  public let columns: Int
  public let rows: Int
  /// `[classes, rows, columns]`, row-major, from 0 to 1.
  public let values: [Float]

  public init(
    width: Int, height: Int, classes: [Int], columns: Int, rows: Int, values: [Float]
  ) {
    precondition(
      width > 0 && height > 0 && columns > 0 && rows > 0
        && values.count == classes.count * rows * columns,
      "ActivationMaps: \(values.count) values for \(classes.count)×\(rows)×\(columns)")
    precondition(
      zip(classes, classes.dropFirst()).allSatisfy(<)
        && classes.allSatisfy { (1..<255).contains($0) },
      "ActivationMaps: classes \(classes)")
    (self.width, self.height, self.classes) = (width, height, classes)
    (self.columns, self.rows, self.values) = (columns, rows, values)
  }

  /// The map of `classes[index]`, `[rows, columns]`.
  public func map(_ index: Int) -> ArraySlice<Float> {
    values[index * rows * columns..<(index + 1) * rows * columns]
  }
}
