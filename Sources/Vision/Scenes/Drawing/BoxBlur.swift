/// Means over stretches of `2 * radius + 1` elements of a row-major plane, which counts as zero
/// beyond its ends, or as its last element where `extends`.
enum BoxBlur {
  static func rows<Element: Blurrable>(
    _ plane: inout [Element], width: Int, radius: Int, extends: Bool = false
  ) {
    for start in stride(from: 0, to: plane.count, by: width) {
      blur(&plane, start: start, step: 1, count: width, radius: radius, extends: extends)
    }
  }

  static func columns<Element: Blurrable>(
    _ plane: inout [Element], width: Int, radius: Int, extends: Bool = false
  ) {
    let height = plane.count / width
    for start in 0..<width {
      blur(&plane, start: start, step: width, count: height, radius: radius, extends: extends)
    }
  }

  @inline(__always)
  private static func blur<Element: Blurrable>(
    _ plane: inout [Element], start: Int, step: Int, count: Int, radius: Int, extends: Bool
  ) {
    let line = (0..<count).map { plane[start + $0 * step] }
    let element = { (i: Int) -> Element in
      if i >= 0 && i < count { return line[i] }
      return extends ? line[min(max(i, 0), count - 1)] : .zero
    }
    var sum = (-radius...radius).reduce(Element.zero) { $0 + element($1) }
    let scale = 1 / Float(2 * radius + 1)
    for i in 0..<count {
      plane[start + i * step] = sum * scale
      sum = sum + element(i + radius + 1) - element(i - radius)
    }
  }
}

/// What can be averaged.
protocol Blurrable {
  static var zero: Self { get }
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Float) -> Self
}

extension Float: Blurrable {}
extension SIMD3<Float>: Blurrable {}
