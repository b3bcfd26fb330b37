import CTurboJPEG

/// JPEG bytes to pixels and back, by libjpeg-turbo with its accurate DCT and smooth upsampling.
///
/// Decoded pixels equal those of Pillow's `Image.open(path).convert("RGB")`, which uses the same
/// library; see Tests/Fixtures/images for how that is measured.
public enum JPEGCodec {
  /// Colour resolution of an encoded file.
  public enum Subsampling: Sendable, CaseIterable {
    case full444, half420
  }

  /// The size in a JPEG's header.
  ///
  /// Throws: `ImageFileError.foreign`, `.truncated`, or `.corrupt`.
  public static func size(
    _ bytes: [UInt8], path: String
  ) throws(ImageFileError) -> (width: Int, height: Int) {
    let header = try JPEGHeader(bytes, path: path)
    return (header.width, header.height)
  }

  /// Grey, YCbCr, RGB, CMYK and YCCK files, baseline or progressive, as sRGB; EXIF orientation is
  /// reported and not applied.
  ///
  /// Throws: `ImageFileError.tooLarge` before any pixel is allocated, `.truncated` where the
  /// end-of-image marker is missing, `.foreign`, `.corrupt`, `.unsupported`.
  public static func decode(
    _ bytes: [UInt8], path: String, limits: ImageLimits = ImageLimits()
  ) throws(ImageFileError) -> DecodedPhotograph {
    let header = try JPEGHeader(bytes, path: path)
    try limits.check(width: header.width, height: header.height, path: path)
    try header.requireSupported(path: path)
    let isCMYK = header.components == 4
    var warnings: [ImageWarning] = []
    if let orientation = header.orientation, orientation != .upright {
      warnings.append(.orientationNotApplied(orientation))
    }
    let decompressor = try Decompressor(path: path)
    let outcome = decompressor.decode(
      bytes, width: header.width, height: header.height, isCMYK: isCMYK)
    switch outcome.status {
    case .complete:
      break
    case .damaged(let detail):
      // The library fills in what is missing; Pillow refuses a short file and takes a damaged one.
      guard JPEGMarkers.reachesEnd(bytes, path: path) else { throw .truncated(path: path) }
      warnings.append(.damagedData(detail: detail))
    case .failed(let detail):
      guard JPEGMarkers.reachesEnd(bytes, path: path) else { throw .truncated(path: path) }
      throw .corrupt(path: path, detail: detail)
    }
    let pixels = isCMYK ? AdobeCMYK.rgb(outcome.samples) : outcome.samples
    return DecodedPhotograph(
      image: RGBImage(width: header.width, height: header.height, pixels: pixels),
      warnings: warnings)
  }

  /// A baseline JPEG of `image`; the same image and settings give the same bytes.
  ///
  /// - Parameter quality: 1…100, on the scale of the IJG library.
  public static func encode(
    _ image: RGBImage, quality: Int = 90, subsampling: Subsampling = .half420
  ) -> [UInt8] {
    precondition((1...100).contains(quality), "JPEGCodec.encode: quality \(quality)")
    precondition(
      max(image.width, image.height) <= 65_500,
      "JPEGCodec.encode: \(image.width)×\(image.height) is beyond the format's 65500")
    return Compressor().encode(image, quality: quality, subsampling: subsampling)
  }
}

/// Owns a TurboJPEG decompressor. Safe: the handle is private and lives as long as its owner.
@safe private final class Decompressor {
  enum Status {
    case complete
    /// All rows are there, some of them guessed.
    case damaged(String)
    case failed(String)
  }

  private let handle: tjhandle

  init(path: String) throws(ImageFileError) {
    guard let handle = unsafe tjInitDecompress() else {
      throw .unreadable(path: path, reason: "libjpeg-turbo could not be started")
    }
    unsafe self.handle = unsafe handle
  }

  // Sound: the handle was made by `tjInitDecompress` and is destroyed here only.
  deinit { unsafe tjDestroy(handle) }

  /// `width * height` pixels of 3 samples, or 4 for CMYK; zeros where decoding failed.
  func decode(
    _ bytes: [UInt8], width: Int, height: Int, isCMYK: Bool
  ) -> (samples: [UInt8], status: Status) {
    let channels = isCMYK ? 4 : 3
    let format = isCMYK ? TJPF_CMYK : TJPF_RGB
    // A file of few bytes can hold thousands of scans over a large frame.
    let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
    var samples = [UInt8](repeating: 0, count: width * height * channels)
    // Sound: TurboJPEG reads `bytes.count` bytes and never writes more than `height` rows of
    // `width` pixels at the pitch given: where the file holds a larger image it scales or fails.
    let result = unsafe bytes.withUnsafeBufferPointer { input in
      unsafe samples.withUnsafeMutableBufferPointer { output in
        unsafe tjDecompress2(
          handle, input.baseAddress, UInt(input.count), output.baseAddress, Int32(width),
          Int32(width * channels), Int32(height), Int32(format.rawValue), flags)
      }
    }
    guard result != 0 else { return (samples, .complete) }
    // Sound: the handle is alive; the code is a plain number.
    let isWarning = unsafe tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue)
    return (samples, isWarning ? .damaged(message) : .failed(message))
  }

  private var message: String {
    // Sound: the library returns a terminated string that lives as long as the handle.
    unsafe tjGetErrorStr2(handle).map { unsafe String(cString: $0) } ?? "no reason given"
  }
}

/// Owns a TurboJPEG compressor. Safe: as its counterpart above.
@safe private final class Compressor {
  private let handle: tjhandle

  init() {
    guard let handle = unsafe tjInitCompress() else {
      preconditionFailure("JPEGCodec.encode: libjpeg-turbo could not be started")
    }
    unsafe self.handle = unsafe handle
  }

  // Sound: the handle was made by `tjInitCompress` and is destroyed here only.
  deinit { unsafe tjDestroy(handle) }

  func encode(
    _ image: RGBImage, quality: Int, subsampling: JPEGCodec.Subsampling
  ) -> [UInt8] {
    let (width, height) = (Int32(image.width), Int32(image.height))
    let sampling =
      switch subsampling {
      case .full444: Int32(TJSAMP_444.rawValue)
      case .half420: Int32(TJSAMP_420.rawValue)
      }
    var size = tjBufSize(width, height, sampling)
    var jpeg = [UInt8](repeating: 0, count: Int(size))
    // Sound: `tjBufSize` is the library's worst case and NOREALLOC forbids it to replace the
    // buffer, so it reads `width * height * 3` samples and writes within `jpeg`.
    let result = unsafe image.pixels.withUnsafeBufferPointer { input in
      unsafe jpeg.withUnsafeMutableBufferPointer { output in
        var start = output.baseAddress
        return unsafe tjCompress2(
          handle, input.baseAddress, width, width * 3, height, Int32(TJPF_RGB.rawValue), &start,
          &size, sampling, Int32(quality), TJFLAG_ACCURATEDCT | TJFLAG_NOREALLOC)
      }
    }
    precondition(result == 0, "JPEGCodec.encode: libjpeg-turbo failed on \(width)×\(height)")
    jpeg.removeLast(jpeg.count - Int(size))
    return jpeg
  }
}
