extension CAMDictionary {
  /// What no map that was divided by its maximum reaches, whatever its rounding.
  private static let mostActivation: Float = 2

  /// The maps of an image of `width`×`height` pixels, classes ascending and from 1 on, clipped to
  /// 0 … 1.
  ///
  /// Throws: `CAMError`.
  func maps(width: Int, height: Int, classes: ClassNames) throws(CAMError) -> ActivationMaps {
    let ordered = planes.sorted { $0.key < $1.key }
    for (index, plane) in ordered.enumerated() {
      guard plane.key >= 0, plane.key < classes.count - 1 else {
        throw .classOutOfRange(path: path, key: plane.key, classes: classes.count)
      }
      guard index == 0 || ordered[index - 1].key < plane.key else {
        throw .repeatedClass(path: path, key: plane.key)
      }
    }
    let grid = try grid(width: width, height: height)
    var values: [Float] = []
    values.reserveCapacity(ordered.count * grid.rows * grid.columns)
    var stacks: [String: [Float]] = [:]
    for plane in ordered {
      let all = stacks[plane.name] ?? plane.array.floats
      stacks[plane.name] = plane.index == nil ? nil : all
      let start = (plane.index ?? 0) * grid.rows * grid.columns
      try append(
        all[start..<start + grid.rows * grid.columns], of: plane, columns: grid.columns, to: &values
      )
    }
    return ActivationMaps(
      width: width, height: height, classes: ordered.map { $0.key + 1 }, columns: grid.columns,
      rows: grid.rows, values: values)
  }

  /// The size that all maps have: the image's, or IRN's of a map at stride 4.
  private func grid(width: Int, height: Int) throws(CAMError) -> (rows: Int, columns: Int) {
    let known = [[height, width], [(height - 1) / 4 + 1, (width - 1) / 4 + 1]]
    var grid = known[0]
    for (index, plane) in planes.enumerated() {
      let found = Array(plane.array.shape.suffix(2))
      guard index == 0 ? known.contains(found) : found == grid else {
        let lead = Array(plane.array.shape.dropLast(2))
        throw .shape(
          path: path, key: plane.name, found: plane.array.shape,
          expected: (index == 0 ? known : [grid]).map { lead + $0 })
      }
      grid = found
    }
    return (grid[0], grid[1])
  }

  private func append(
    _ map: ArraySlice<Float>, of plane: Plane, columns: Int, to values: inout [Float]
  ) throws(CAMError) {
    var largest: Float = 0
    for (index, value) in map.enumerated() {
      guard value.isFinite else {
        throw .notFinite(path: path, key: plane.key, x: index % columns, y: index / columns)
      }
      largest = max(largest, value)
      values.append(min(max(value, 0), 1))
    }
    guard largest <= Self.mostActivation else {
      throw .notNormalised(path: path, key: plane.key, largest: largest)
    }
  }
}
