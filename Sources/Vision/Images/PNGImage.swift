/// A decoded PNG file with the samples it holds, before any choice of what they mean.
public struct PNGImage: Sendable, Equatable {
  let header: PNGHeader
  /// Row-major, interleaved; one byte a sample, values below 8 bits unscaled; two bytes, the high
  /// one first, at 16 bits.
  let samples: [UInt8]
  /// RGB triples; empty without a palette.
  let palette: [UInt8]

  public var width: Int { header.width }
  public var height: Int { header.height }

  /// The picture in 8-bit RGB: palette colours looked up (black beyond the palette's end), grey
  /// repeated and scaled to 0…255 below 8 bits, alpha dropped.
  ///
  /// Equal to Pillow's `Image.open(path).convert("RGB")`, whose treatment of 16 bits is kept too:
  /// grey is clipped to 255, the other forms keep the high byte.
  public var rgb: RGBImage {
    var pixels = [UInt8](repeating: 0, count: width * height * 3)
    if header.colour == .palette {
      for (i, index) in samples.enumerated() where 3 * Int(index) < palette.count {
        for channel in 0..<3 { pixels[3 * i + channel] = palette[3 * Int(index) + channel] }
      }
    } else {
      let channels = header.colour.channels
      let (green, blue) = channels < 3 ? (0, 0) : (1, 2)
      let bytes = eightBitSamples
      for i in 0..<width * height {
        pixels[3 * i] = bytes[channels * i]
        pixels[3 * i + 1] = bytes[channels * i + green]
        pixels[3 * i + 2] = bytes[channels * i + blue]
      }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  /// The labels of a palette or grey file: the values that `np.array(Image.open(path))` has in
  /// Python with Pillow.
  ///
  /// That is palette indices of any depth as they are; grey values of 1 bit as 0 and 1, of 2 and 4
  /// bits scaled to 0…255 (as Pillow does), of 8 bits as they are, of 16 bits where none
  /// exceeds 255.
  ///
  /// Throws: `ImageFileError.unsupported`, with `path`, for colour and alpha, and for a 16-bit
  /// value above 255.
  public func labels(path: String) throws(ImageFileError) -> LabelMap {
    switch header.colour {
    case .palette, .grey: break
    case .rgb, .rgba, .greyAlpha:
      throw .unsupported(path: path, detail: "a label map in colour or with alpha")
    }
    if header.depth == 16, stride(from: 0, to: samples.count, by: 2).contains(where: isHigh) {
      throw .unsupported(path: path, detail: "a label above 255")
    }
    let isScaled = header.colour == .grey && header.depth > 1
    return LabelMap(width: width, height: height, labels: isScaled ? eightBitSamples : samples)
  }

  /// The white pixels: grey, colour and palette entries alike count where every channel is at its
  /// maximum, alpha is ignored.
  ///
  /// For 0/255 files that is `np.array(Image.open(path)) == 255`, the test of the SEPL authors.
  public var whitePixels: BinaryMask {
    switch header.colour {
    case .grey where header.depth <= 8:
      let white = UInt8(1 << header.depth - 1)
      return BinaryMask(width: width, height: height, values: samples, equalTo: white)
    case .grey, .palette, .rgb, .greyAlpha, .rgba:
      let pixels = rgb.pixels
      var mask = BinaryMask(width: width, height: height)
      for y in 0..<height {
        for x in 0..<width {
          let i = 3 * (y * width + x)
          mask[x, y] = pixels[i] & pixels[i + 1] & pixels[i + 2] == 255
        }
      }
      return mask
    }
  }

  private func isHigh(_ offset: Int) -> Bool { samples[offset] != 0 }

  /// One byte per sample, as Pillow brings each depth to 8 bits.
  private var eightBitSamples: [UInt8] {
    switch header.depth {
    case 1: samples.map { $0 * 255 }
    case 2: samples.map { $0 * 85 }
    case 4: samples.map { $0 * 17 }
    case 16 where header.colour == .grey:
      stride(from: 0, to: samples.count, by: 2).map { samples[$0] > 0 ? 255 : samples[$0 + 1] }
    case 16: stride(from: 0, to: samples.count, by: 2).map { samples[$0] }
    default: samples
    }
  }
}
