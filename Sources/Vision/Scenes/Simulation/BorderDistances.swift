/// How far the pixels of a box are from a region: the chamfer distance with weights 3 and 4.
///
/// Source: Borgefors, "Distance transformations in digital images", 1986.
struct BorderDistances {
  private var thirds: [Int32]

  /// The distance of the `i`th pixel of the box, row-major; 0 in the region.
  func pixels(_ i: Int) -> Float { Float(thirds[i]) / 3 }

  init(of region: Int32, in indices: [Int32], box: PixelBox, width: Int) {
    let far: Int32 = 1 << 24
    thirds = [Int32](repeating: far, count: box.area)
    let columns = box.width
    for y in 0..<box.height {
      let row = (box.minY + y) * width + box.minX
      for x in 0..<columns {
        let i = y * columns + x
        guard indices[row + x] != region else {
          thirds[i] = 0
          continue
        }
        var nearest = far
        if x > 0 { nearest = min(nearest, thirds[i - 1] + 3) }
        if y > 0 { nearest = min(nearest, lower(i - columns, x, columns)) }
        thirds[i] = nearest
      }
    }
    for y in (0..<box.height).reversed() {
      for x in (0..<columns).reversed() {
        let i = y * columns + x
        var nearest = thirds[i]
        if x + 1 < columns { nearest = min(nearest, thirds[i + 1] + 3) }
        if y + 1 < box.height { nearest = min(nearest, lower(i + columns, x, columns)) }
        thirds[i] = nearest
      }
    }
  }

  /// The distance by way of the neighbouring row, in which `i` is the pixel straight above or below.
  private func lower(_ i: Int, _ x: Int, _ columns: Int) -> Int32 {
    var nearest = thirds[i] + 3
    if x > 0 { nearest = min(nearest, thirds[i - 1] + 4) }
    if x + 1 < columns { nearest = min(nearest, thirds[i + 1] + 4) }
    return nearest
  }
}
