/// What the markers before a JPEG's first scan say.
///
/// Source: ITU-T T.81, annex B.
struct JPEGHeader: Equatable {
  /// The frame's marker: how the image is coded.
  var process: UInt8
  var width: Int
  var height: Int
  /// 1 grey, 3 YCbCr or RGB, 4 CMYK or YCCK.
  var components: Int
  var bitsPerSample: Int
  var orientation: EXIFOrientation?

  /// Throws: `ImageFileError.foreign`, `.truncated`, or `.corrupt` for a file without a frame.
  init(_ bytes: [UInt8], path: String) throws(ImageFileError) {
    guard bytes.starts(with: ImageSignature.jpeg) else {
      throw .foreign(
        path: path, expected: "a JPEG image", found: ImageSignature.describe(bytes))
    }
    var markers = JPEGMarkers(bytes, path: path, position: 2)
    var frame: (process: UInt8, bits: Int, height: Int, width: Int, components: Int)?
    var orientation: EXIFOrientation?
    while let segment = try markers.next() {
      switch segment.marker {
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
        guard frame == nil, segment.payload.count >= 6 else {
          throw .corrupt(path: path, detail: "a malformed frame header")
        }
        let field = Array(segment.payload.prefix(6)).map { Int($0) }
        frame = (
          segment.marker, field[0], field[1] << 8 | field[2], field[3] << 8 | field[4], field[5]
        )
      case 0xE1 where segment.payload.starts(with: Array("Exif\0\0".utf8)):
        orientation = orientation ?? EXIFOrientation(tiff: segment.payload.dropFirst(6))
      default:
        break
      }
      if segment.marker == JPEGMarkers.startOfScan || segment.marker == JPEGMarkers.endOfImage {
        break
      }
    }
    guard let frame else { throw .corrupt(path: path, detail: "no frame header") }
    (process, bitsPerSample, height, width, components) = frame
    self.orientation = orientation
  }

  /// Throws: `ImageFileError.unsupported` for what the decoder or Pillow does not read: lossless
  /// and hierarchical coding, other than 8 bits, other than 1, 3 or 4 components.
  func requireSupported(path: String) throws(ImageFileError) {
    // Baseline, extended and progressive, by Huffman's code or arithmetic.
    guard [0xC0, 0xC1, 0xC2, 0xC9, 0xCA].contains(process) else {
      throw .unsupported(path: path, detail: "JPEG process SOF\(process - 0xC0)")
    }
    guard bitsPerSample == 8 else {
      throw .unsupported(path: path, detail: "a JPEG of \(bitsPerSample) bits a sample")
    }
    guard [1, 3, 4].contains(components) else {
      throw .unsupported(path: path, detail: "a JPEG of \(components) components")
    }
  }
}

/// Walks a JPEG's marker segments, and skips entropy-coded data between them.
struct JPEGMarkers {
  struct Segment {
    let marker: UInt8
    let payload: ArraySlice<UInt8>
  }

  static let endOfImage: UInt8 = 0xD9
  static let startOfScan: UInt8 = 0xDA

  private let bytes: [UInt8]
  private let path: String
  private var position: Int
  private var isAtEnd = false

  /// `position` is where the first marker is looked for.
  init(_ bytes: [UInt8], path: String, position: Int) {
    (self.bytes, self.path, self.position) = (bytes, path, position)
  }

  /// The next segment; nil after the end-of-image marker.
  ///
  /// Throws: `ImageFileError.truncated` where the bytes end before that.
  mutating func next() throws(ImageFileError) -> Segment? {
    guard !isAtEnd else { return nil }
    let marker = try nextMarker()
    guard marker != Self.endOfImage else {
      isAtEnd = true
      return Segment(marker: marker, payload: [])
    }
    guard position + 2 <= bytes.count else { throw .truncated(path: path) }
    let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
    guard length >= 2 else { throw .corrupt(path: path, detail: "a marker of \(length) bytes") }
    guard position + length <= bytes.count else { throw .truncated(path: path) }
    defer { position += length }
    return Segment(marker: marker, payload: bytes[position + 2..<position + length])
  }

  /// Whether the end-of-image marker is there, from `position` on.
  static func reachesEnd(_ bytes: [UInt8], path: String) -> Bool {
    var markers = JPEGMarkers(bytes, path: path, position: 2)
    do throws(ImageFileError) {
      while try markers.next() != nil {}
      return true
    } catch .truncated {
      return false
    } catch {
      // Damage of another kind, which the decoder has words for.
      return true
    }
  }

  /// Steps over fill bytes, stuffed zeros and the markers that have no length.
  private mutating func nextMarker() throws(ImageFileError) -> UInt8 {
    while position + 1 < bytes.count {
      let (first, second) = (bytes[position], bytes[position + 1])
      if first != 0xFF || second == 0xFF {
        position += 1
        continue
      }
      position += 2
      switch second {
      case 0x00, 0x01, 0xD0...0xD8: continue
      default: return second
      }
    }
    throw .truncated(path: path)
  }
}
