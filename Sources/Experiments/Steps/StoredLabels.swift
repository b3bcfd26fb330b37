package import Vision

/// A label map as runs of equal labels.
package struct StoredLabels: Storable, Equatable {
  package let map: LabelMap

  package init(_ map: LabelMap) { self.map = map }

  package var stored: [UInt8] {
    var writer = ByteWriter()
    writer.write(map.width)
    writer.write(map.height)
    var start = 0
    while start < map.labels.count {
      let label = map.labels[start]
      let end = map.labels[start...].firstIndex { $0 != label } ?? map.labels.count
      writer.write(Int(label))
      writer.write(end - start)
      start = end
    }
    return writer.bytes
  }

  package init(stored: [UInt8]) throws {
    var reader = ByteReader(stored)
    guard let width = reader.read(upTo: 1 << 20), let height = reader.read(upTo: 1 << 20),
      width > 0, height > 0, width * height <= ImageLimits().maximumPixels
    else { throw StoredFormatError("label map") }
    var labels: [UInt8] = []
    labels.reserveCapacity(width * height)
    while !reader.isAtEnd {
      guard let label = reader.read(upTo: 255),
        let run = reader.read(upTo: width * height - labels.count)
      else { throw StoredFormatError("label map") }
      labels.append(contentsOf: repeatElement(UInt8(label), count: run))
    }
    guard labels.count == width * height else { throw StoredFormatError("label map") }
    map = LabelMap(width: width, height: height, labels: labels)
  }
}
