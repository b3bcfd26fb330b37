import TestSupport
import Vision

/// A rectangle of one class, from which photographs, labels and masks are drawn.
struct DrawnObject {
  var label: UInt8
  var x: Range<Int>
  var y: Range<Int>

  /// Two objects side by side, of classes and at places that `index` decides.
  static func pair(_ index: Int) -> [DrawnObject] {
    (0..<2).map { side in
      let (left, top) = (8 + 55 * side + index, 10 + 4 * index)
      return DrawnObject(
        label: UInt8(1 + (index + 3 * side) % 6), x: left..<left + 40, y: top..<top + 40)
    }
  }

  /// What a pseudo label finds of it: not the lower fifth, and a little too far to the right.
  var asFound: DrawnObject {
    DrawnObject(
      label: label, x: x.lowerBound + 5..<x.upperBound + 5,
      y: y.lowerBound..<y.upperBound - y.count / 5)
  }

  var mask: BinaryMask {
    var mask = BinaryMask(width: SmallStudy.width, height: SmallStudy.height)
    for row in y {
      let start = row * SmallStudy.width
      mask.insert(start + x.lowerBound..<start + x.upperBound)
    }
    return mask
  }

  /// A colour per class on grey, with a little noise.
  static func photograph(_ objects: [DrawnObject], noise seed: UInt64) -> RGBImage {
    let (width, height) = (SmallStudy.width, SmallStudy.height)
    var noise = CaseGenerator(seed: seed)
    var pixels = [UInt8](repeating: 120, count: width * height * 3)
    for object in objects {
      for (y, x) in object.pixels {
        for channel in 0..<3 {
          let shade = Int(object.label) * (37 + 54 * channel) % 200
          pixels[(y * width + x) * 3 + channel] = UInt8(shade)
        }
      }
    }
    return RGBImage(
      width: width, height: height,
      pixels: pixels.map { $0 + UInt8.random(in: 0...12, using: &noise) })
  }

  /// The objects' classes, with a border of void where asked, as VOC's annotators leave one.
  static func labels(_ objects: [DrawnObject], hasVoidBorder: Bool) -> LabelMap {
    var labels = LabelMap(width: SmallStudy.width, height: SmallStudy.height)
    for object in objects {
      for (y, x) in object.pixels {
        let isBorder =
          x == object.x.lowerBound || x == object.x.upperBound - 1 || y == object.y.lowerBound
          || y == object.y.upperBound - 1
        labels[x, y] = hasVoidBorder && isBorder ? LabelMap.void : object.label
      }
    }
    return labels
  }

  private var pixels: [(y: Int, x: Int)] { y.flatMap { row in x.map { (row, $0) } } }
}
