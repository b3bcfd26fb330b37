/// The CMYK of JPEG files, which Adobe stores inverted: 255 is no ink.
enum AdobeCMYK {
  /// Interleaved inverted CMYK samples as interleaved RGB, without a colour profile.
  ///
  /// Source: Pillow 13.0.0, which takes every four-component JPEG as inverted; c' = k − (255 − c)·k/255
  /// with the quotient rounded as below.
  static func rgb(_ samples: [UInt8]) -> [UInt8] {
    var rgb: [UInt8] = []
    rgb.reserveCapacity(samples.count / 4 * 3)
    for pixel in stride(from: 0, to: samples.count - 3, by: 4) {
      let paper = Int(samples[pixel + 3])
      for channel in 0..<3 {
        let product = (255 - Int(samples[pixel + channel])) * paper + 128
        let ink = (product >> 8 + product) >> 8
        rgb.append(UInt8(max(0, paper - ink)))
      }
    }
    return rgb
  }
}
