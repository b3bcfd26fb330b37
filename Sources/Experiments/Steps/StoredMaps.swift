package import Vision

/// Activation maps as 16-bit numbers: 65535 for 1.
///
/// Maps that were stored and read back differ from what was stored by up to 1/131070, once; so
/// whoever makes maps rounds them before anything is made of them.
package struct StoredMaps: Storable, Equatable {
  package let maps: ActivationMaps

  package init(rounding maps: ActivationMaps) {
    self.maps = ActivationMaps(
      width: maps.width, height: maps.height, classes: maps.classes, columns: maps.columns,
      rows: maps.rows, values: maps.values.map { Self.value(of: Self.number(for: $0)) })
  }

  private static func number(for value: Float) -> UInt16 {
    UInt16((min(max(value, 0), 1) * 65535).rounded())
  }

  private static func value(of number: UInt16) -> Float { Float(number) / 65535 }

  /// Sizes, classes, then two bytes a number, the lower first.
  package var stored: [UInt8] {
    var writer = ByteWriter()
    for value in [maps.width, maps.height, maps.columns, maps.rows, maps.classes.count] {
      writer.write(value)
    }
    for label in maps.classes { writer.write(label) }
    var bytes = writer.bytes
    bytes.reserveCapacity(bytes.count + 2 * maps.values.count)
    for value in maps.values {
      let number = Self.number(for: value)
      bytes.append(UInt8(truncatingIfNeeded: number))
      bytes.append(UInt8(truncatingIfNeeded: number >> 8))
    }
    return bytes
  }

  package init(stored: [UInt8]) throws {
    var reader = ByteReader(stored)
    let sizes = (0..<5).compactMap { _ in reader.read(upTo: 1 << 20) }
    guard sizes.count == 5, sizes[0...3].allSatisfy({ $0 > 0 }), sizes[4] < 255,
      sizes[0] * sizes[1] <= ImageLimits().maximumPixels
    else { throw StoredFormatError("activation maps") }
    let classes = (0..<sizes[4]).compactMap { _ in reader.read(upTo: 254) }
    let count = sizes[2] * sizes[3] * sizes[4]
    let numbers = reader.rest
    guard classes.count == sizes[4], zip(classes, classes.dropFirst()).allSatisfy(<),
      classes.first ?? 1 > 0, numbers.count == 2 * count
    else { throw StoredFormatError("activation maps") }
    let start = numbers.startIndex
    maps = ActivationMaps(
      width: sizes[0], height: sizes[1], classes: classes, columns: sizes[2], rows: sizes[3],
      values: (0..<count).map {
        Self.value(of: UInt16(numbers[start + 2 * $0]) | UInt16(numbers[start + 2 * $0 + 1]) << 8)
      })
  }
}
