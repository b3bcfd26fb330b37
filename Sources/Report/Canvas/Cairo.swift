import CCairo
import CPangoCairo

// The only file that sees cairo, Pango and fontconfig. Each class owns its C objects for its whole
// life, hands none of them out, and is confined to one task (none is Sendable): Pango's font maps
// are not thread-safe. That is why every `unsafe` call below is sound; where more is needed, it is
// said at the call.

/// Fonts behind a private fontconfig: the named files and no others, no system configuration.
///
/// Loading takes some milliseconds; share one within a task.
@safe public final class FontBook {
  private let map: UnsafeMutablePointer<PangoFontMap>
  fileprivate let context: OpaquePointer

  /// Throws: `FontError.unreadable` for a file that fontconfig cannot read.
  public init(_ files: FontFiles) throws(FontError) {
    guard let config = unsafe FcConfigCreate() else {
      preconditionFailure("FontBook: out of memory")
    }
    // The map holds its own reference from `pango_fc_font_map_set_config` on.
    defer { unsafe FcConfigDestroy(config) }
    unsafe FcConfigSetRescanInterval(config, 0)
    for path in files.paths {
      guard unsafe FcConfigAppFontAddFile(config, path) != 0 else { throw .unreadable(path: path) }
    }
    guard let map = unsafe pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT) else {
      preconditionFailure("FontBook: Pango was built without FreeType")
    }
    unsafe self.map = map
    // A font map of FreeType's type is a PangoFcFontMap.
    unsafe pango_fc_font_map_set_config(OpaquePointer(map), config)
    // At 72 dots per inch one point is one unit of user space.
    unsafe pango_cairo_font_map_set_resolution(OpaquePointer(map), 72)
    unsafe context = pango_font_map_create_context(map)
    configure()
  }

  deinit {
    unsafe g_object_unref(UnsafeMutableRawPointer(context))
    unsafe g_object_unref(map)
  }

  /// No hinting and no rounding, so that a layout does not depend on size, device or machine; a
  /// fixed language, so that it does not depend on the locale.
  private func configure() {
    let options = unsafe cairo_font_options_create()
    unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    unsafe cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    unsafe pango_cairo_context_set_font_options(context, options)
    unsafe cairo_font_options_destroy(options)
    unsafe pango_context_set_round_glyph_positions(context, 0)
    unsafe pango_context_set_language(context, pango_language_from_string("en"))
    unsafe pango_context_set_base_dir(context, PANGO_DIRECTION_LTR)
  }
}

/// Text broken into lines, ready to be drawn line by line.
@safe final class TextLayout {
  /// Characters drawn in one way; `key` comes back when they are drawn, so that the caller can
  /// colour or link them.
  struct Run {
    var text: String
    var style: TextStyle
    /// Figures all of one width, for columns.
    var tabular = false
    var key = 0
  }

  private let layout: OpaquePointer
  /// The runs' ends as byte offsets into the text, ascending.
  private let ends: [Int]
  private let keys: [Int]
  /// Each line's width in points.
  let lineWidths: [Double]

  /// - Parameter width: where lines break, in points; nil keeps everything on one line.
  /// - Parameter ellipsized: shortens one line to `width` instead of breaking it.
  init(_ runs: [Run], width: Double? = nil, ellipsized: Bool = false, fonts: FontBook) {
    unsafe layout = pango_layout_new(fonts.context)
    let attributes = unsafe pango_attr_list_new()
    var text = ""
    var ends: [Int] = []
    for (index, run) in runs.enumerated() {
      let start = text.utf8.count
      text += run.text
      ends.append(text.utf8.count)
      unsafe TextLayout.add(run, from: start, to: text.utf8.count, index: index, attributes)
    }
    (self.ends, keys) = (ends, runs.map(\.key))
    unsafe pango_layout_set_attributes(layout, attributes)
    unsafe pango_attr_list_unref(attributes)
    unsafe pango_layout_set_text(layout, text, Int32(text.utf8.count))
    unsafe pango_layout_set_auto_dir(layout, 0)
    if let width {
      unsafe pango_layout_set_width(layout, Int32((width * Double(PANGO_SCALE)).rounded()))
      unsafe pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    }
    if ellipsized { unsafe pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END) }
    if ellipsized || width == nil { unsafe pango_layout_set_single_paragraph_mode(layout, 1) }
    lineWidths = unsafe TextLayout.widths(of: layout)
  }

  deinit { unsafe g_object_unref(UnsafeMutableRawPointer(layout)) }

  var lineCount: Int { lineWidths.count }

  /// What Pango calls `style`; the caller frees it.
  private static func description(of style: TextStyle) -> OpaquePointer? {
    let font = unsafe pango_font_description_new()
    unsafe pango_font_description_set_family(
      font, style.family == .mono ? "JetBrains Mono" : "Inter")
    unsafe pango_font_description_set_size(
      font, Int32((style.size * Double(PANGO_SCALE)).rounded()))
    unsafe pango_font_description_set_style(
      font, style.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL)
    let weight =
      switch style.weight {
      case .regular: PANGO_WEIGHT_NORMAL
      case .medium: PANGO_WEIGHT_MEDIUM
      case .semibold: PANGO_WEIGHT_SEMIBOLD
      case .bold: PANGO_WEIGHT_BOLD
      }
    unsafe pango_font_description_set_weight(font, weight)
    return unsafe font
  }

  private static func add(
    _ run: Run, from start: Int, to end: Int, index: Int, _ list: OpaquePointer?
  ) {
    func insert(_ attribute: UnsafeMutablePointer<PangoAttribute>?) {
      guard let attribute = unsafe attribute else { return }
      unsafe attribute.pointee.start_index = UInt32(start)
      unsafe attribute.pointee.end_index = UInt32(end)
      // The list takes the attribute over.
      unsafe pango_attr_list_insert(list, attribute)
    }
    let font = unsafe description(of: run.style)
    unsafe insert(pango_attr_font_desc_new(font))
    unsafe pango_font_description_free(font)
    // Ligatures would hide what was typed.
    let features = (run.tabular ? ["tnum=1"] : []) + (run.style.family == .mono ? ["calt=0"] : [])
    if !features.isEmpty {
      unsafe insert(pango_attr_font_features_new(features.joined(separator: ",")))
    }
    // A colour that no two neighbours share, never drawn: Pango splits its glyph runs at it.
    unsafe insert(pango_attr_foreground_new(UInt16(index & 0xFFFF), 0, 0))
  }

  private static func widths(of layout: OpaquePointer) -> [Double] {
    let count = unsafe pango_layout_get_line_count(layout)
    return (0..<count).map { index in
      var logical = PangoRectangle()
      // A line lives as long as its layout, which is not changed after this.
      unsafe pango_layout_line_get_extents(
        pango_layout_get_line_readonly(layout, index), nil, &logical)
      return Double(logical.width) / Double(PANGO_SCALE)
    }
  }

  /// Draws line `index`, its baseline starting at the context's origin; `prepare` is told each
  /// run's key before it is drawn, `finish` afterwards.
  fileprivate func drawLine(
    _ index: Int, on context: OpaquePointer, prepare: (Int) -> Void, finish: (Int) -> Void
  ) {
    guard let line = unsafe pango_layout_get_line_readonly(layout, Int32(index)) else { return }
    let text = unsafe pango_layout_get_text(layout)
    var x = 0.0
    var node = unsafe line.pointee.runs
    // The list of a line's runs holds glyph items and ends with nil.
    while let run = unsafe node {
      defer { unsafe node = run.pointee.next }
      guard let data = unsafe run.pointee.data else { continue }
      let item = unsafe data.assumingMemoryBound(to: PangoGlyphItem.self)
      let offset = unsafe Int(item.pointee.item.pointee.offset)
      let key = keys[ends.firstIndex { $0 > offset } ?? ends.count - 1]
      prepare(key)
      unsafe cairo_move_to(context, x, 0)
      unsafe pango_cairo_show_glyph_item(context, text, item)
      finish(key)
      x += unsafe Double(pango_glyph_string_get_width(item.pointee.glyphs)) / Double(PANGO_SCALE)
    }
  }
}

/// Bytes that cairo has written.
private final class ByteSink {
  var bytes: [UInt8] = []

  static let write: cairo_write_func_t = { closure, data, length in
    guard let closure = unsafe closure, let data = unsafe data else {
      return CAIRO_STATUS_WRITE_ERROR
    }
    // The closure is the sink that the surface's owner keeps alive; cairo gives `length` bytes.
    let sink = unsafe Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
    unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
    return CAIRO_STATUS_SUCCESS
  }

  var closure: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }
}

/// Bytes that cairo reads.
private final class ByteSource {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  static let read: cairo_read_func_t = { closure, data, length in
    guard let closure = unsafe closure, let data = unsafe data else {
      return CAIRO_STATUS_READ_ERROR
    }
    // The closure is a source that lives through the call; `data` has room for `length` bytes.
    let source = unsafe Unmanaged<ByteSource>.fromOpaque(closure).takeUnretainedValue()
    guard source.rest.count >= length else { return CAIRO_STATUS_READ_ERROR }
    _ = unsafe UnsafeMutableBufferPointer(start: data, count: Int(length))
      .update(fromContentsOf: source.rest.prefix(Int(length)))
    source.rest = source.rest.dropFirst(Int(length))
    return CAIRO_STATUS_SUCCESS
  }

  var closure: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }
}

/// Pixels that a surface can draw, decoded once.
@safe final class Picture {
  fileprivate let surface: OpaquePointer

  /// Decodes a PNG.
  ///
  /// Throws: `DrawingError.image`.
  init(png bytes: [UInt8]) throws(DrawingError) {
    let source = ByteSource(bytes)
    let surface = unsafe cairo_image_surface_create_from_png_stream(
      ByteSource.read, withExtendedLifetime(source) { unsafe source.closure })
    unsafe self.surface = try Picture.checked(surface, format: .png)
    withExtendedLifetime(source) {}
  }

  /// Pixels as 0xRRGGBB words, row-major.
  init(width: Int, height: Int, rgb: [UInt32]) throws(DrawingError) {
    precondition(
      rgb.count == width * height, "Picture: \(rgb.count) pixels for \(width)×\(height)")
    unsafe surface = try Picture.blank(width: width, height: height)
    unsafe cairo_surface_flush(surface)
    let stride = unsafe Int(cairo_image_surface_get_stride(surface))
    if let data = unsafe cairo_image_surface_get_data(surface) {
      // An RGB24 surface holds `height` rows of `stride` bytes, of four-byte aligned words.
      unsafe data.withMemoryRebound(to: UInt32.self, capacity: stride / 4 * height) { words in
        for y in 0..<height {
          for x in 0..<width { unsafe words[y * (stride / 4) + x] = rgb[y * width + x] }
        }
      }
    }
    unsafe cairo_surface_mark_dirty(surface)
  }

  /// A JPEG that goes into a PDF as it is: cairo takes the pixels' number from the surface and all
  /// else from the bytes, so that nothing is decoded.
  init(embedding jpeg: [UInt8], width: Int, height: Int) throws(DrawingError) {
    unsafe surface = try Picture.blank(width: width, height: height)
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: jpeg.count)
    _ = unsafe copy.initialize(from: jpeg)
    // Cairo calls the last argument's function once, when it no longer needs the copy.
    let status = unsafe cairo_surface_set_mime_data(
      surface, CAIRO_MIME_TYPE_JPEG, copy.baseAddress, UInt(copy.count),
      { unsafe $0?.deallocate() }, copy.baseAddress)
    if status != CAIRO_STATUS_SUCCESS {
      unsafe copy.deallocate()
      throw .image(format: .jpeg, detail: describe(status))
    }
  }

  deinit { unsafe cairo_surface_destroy(surface) }

  var width: Int { unsafe Int(cairo_image_surface_get_width(surface)) }
  var height: Int { unsafe Int(cairo_image_surface_get_height(surface)) }

  private static func blank(width: Int, height: Int) throws(DrawingError) -> OpaquePointer {
    unsafe try checked(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)), format: .jpeg)
  }

  private static func checked(
    _ surface: OpaquePointer?, format: EncodedImage.Format
  ) throws(DrawingError) -> OpaquePointer {
    guard let surface = unsafe surface else {
      throw .image(format: format, detail: "out of memory")
    }
    let status = unsafe cairo_surface_status(surface)
    guard status == CAIRO_STATUS_SUCCESS else {
      unsafe cairo_surface_destroy(surface)
      throw .image(format: format, detail: describe(status))
    }
    return unsafe surface
  }
}

private func describe(_ status: cairo_status_t) -> String {
  // Cairo's messages are terminated strings in static memory.
  unsafe cairo_status_to_string(status).map { unsafe String(cString: $0) } ?? "unknown failure"
}

/// What is drawn on: a PDF's pages, or one PNG.
///
/// Drawing never fails at once; the first failure is kept and thrown by `finish()`.
@safe final class CairoSurface {
  private let surface: OpaquePointer
  private let context: OpaquePointer
  private let sink = ByteSink()
  private let isPDF: Bool
  private var failure: DrawingError?
  /// Of each figure element, in the order that they were begun.
  private var alternativeTexts: [String] = []

  /// A PDF whose pages have `pageSize` in points.
  init(pdf pageSize: Size) {
    unsafe surface = cairo_pdf_surface_create_for_stream(
      ByteSink.write, sink.closure, pageSize.width, pageSize.height)
    unsafe context = cairo_create(surface)
    isPDF = true
  }

  /// A bitmap of `size` points at `scale` pixels a point, white to begin with.
  init(bitmap size: Size, scale: Double) {
    unsafe surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, Int32((size.width * scale).rounded(.up)),
      Int32((size.height * scale).rounded(.up)))
    unsafe context = cairo_create(surface)
    isPDF = false
    unsafe cairo_set_source_rgb(context, 1, 1, 1)
    unsafe cairo_paint(context)
    unsafe cairo_scale(context, scale, scale)
  }

  deinit {
    unsafe cairo_destroy(context)
    unsafe cairo_surface_destroy(surface)
  }

  /// Whether JPEGs can be drawn by their bytes alone.
  var embedsJPEG: Bool { isPDF }

  /// Keeps `error` for `finish()`, unless there is one already.
  func fail(_ error: DrawingError) { failure = failure ?? error }

  /// Ends the drawing and gives the file's bytes.
  ///
  /// Throws: the first failure since the surface was made.
  func finish() throws(DrawingError) -> [UInt8] {
    if !isPDF {
      let status = unsafe cairo_surface_write_to_png_stream(surface, ByteSink.write, sink.closure)
      if status != CAIRO_STATUS_SUCCESS { fail(.cairo(detail: describe(status))) }
    }
    let drawn = unsafe cairo_status(context)
    unsafe cairo_surface_finish(surface)
    let written = unsafe cairo_surface_status(surface)
    for status in [drawn, written] where status != CAIRO_STATUS_SUCCESS {
      fail(.cairo(detail: describe(status)))
    }
    if let failure { throw failure }
    return isPDF
      ? PDFAmendment.apply(to: sink.bytes, alternativeTexts: alternativeTexts) : sink.bytes
  }

  // MARK: State

  /// Runs `body` and undoes its transforms and clips.
  func saved(_ body: () -> Void) {
    unsafe cairo_save(context)
    body()
    unsafe cairo_restore(context)
  }

  /// Runs `body` as one group with resources of its own.
  func grouped(_ body: () -> Void) {
    unsafe cairo_push_group(context)
    body()
    unsafe cairo_pop_group_to_source(context)
    unsafe cairo_paint(context)
  }

  func translate(_ x: Double, _ y: Double) { unsafe cairo_translate(context, x, y) }
  func rotate(degrees: Double) { unsafe cairo_rotate(context, degrees * .pi / 180) }
  func scale(_ x: Double, _ y: Double) { unsafe cairo_scale(context, x, y) }

  func clip(to rect: Rect) {
    unsafe cairo_new_path(context)
    unsafe cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
    unsafe cairo_clip(context)
  }

  private func set(_ color: RGBA) {
    unsafe cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
  }

  private func trace(_ path: Path) {
    unsafe cairo_new_path(context)
    for element in path.elements {
      switch element {
      case .move(let point): unsafe cairo_move_to(context, point.x, point.y)
      case .line(let point): unsafe cairo_line_to(context, point.x, point.y)
      case .curve(let a, let b, let end):
        unsafe cairo_curve_to(context, a.x, a.y, b.x, b.y, end.x, end.y)
      case .close: unsafe cairo_close_path(context)
      }
    }
  }

  // MARK: Marks

  func fill(_ path: Path, _ color: RGBA) {
    trace(path)
    set(color)
    unsafe cairo_fill(context)
  }

  func stroke(_ path: Path, _ color: RGBA, width: Double, dash: [Double]) {
    trace(path)
    set(color)
    unsafe cairo_set_line_width(context, width)
    unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    unsafe cairo_set_dash(context, dash, Int32(dash.count), 0)
    unsafe cairo_stroke(context)
  }

  /// Stretches `picture` over `rect`.
  func image(_ picture: Picture, in rect: Rect, smooth: Bool, opacity: Double = 1) {
    saved {
      unsafe cairo_translate(context, rect.x, rect.y)
      unsafe cairo_scale(
        context, rect.width / Double(picture.width), rect.height / Double(picture.height))
      unsafe cairo_set_source_surface(context, picture.surface, 0, 0)
      let pattern = unsafe cairo_get_source(context)
      unsafe cairo_pattern_set_filter(pattern, smooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST)
      // Without padding, smoothing fades the picture's edges into a bitmap's page; with it, cairo
      // would resample what a PDF can take as it is.
      unsafe cairo_pattern_set_extend(pattern, isPDF ? CAIRO_EXTEND_NONE : CAIRO_EXTEND_PAD)
      unsafe cairo_rectangle(context, 0, 0, Double(picture.width), Double(picture.height))
      unsafe cairo_clip(context)
      unsafe cairo_paint_with_alpha(context, opacity)
    }
  }

  /// Draws one line of `layout`, its baseline starting at `origin`.
  ///
  /// `color` gives the colour of a run's key; `link` its attributes where it is a link.
  func text(
    _ layout: TextLayout, line: Int, at origin: Point, color: (Int) -> RGBA,
    link: (Int) -> PDFLink? = { _ in nil }
  ) {
    guard line < layout.lineCount else { return }
    saved {
      unsafe cairo_translate(context, origin.x, origin.y)
      unsafe layout.drawLine(
        line, on: context,
        prepare: { key in
          if isPDF, let link = link(key) { begin(.link(link)) }
          set(color(key))
        },
        finish: { key in if isPDF, link(key) != nil { end(.link(.uri(""))) } })
    }
  }

  // MARK: PDF

  func showPage() { unsafe cairo_show_page(context) }

  func begin(_ tag: PDFTag) {
    if case .figure(let text) = tag { alternativeTexts.append(text) }
    unsafe cairo_tag_begin(context, tag.name, tag.attributes)
  }

  func end(_ tag: PDFTag) { unsafe cairo_tag_end(context, tag.name) }

  func setMetadata(_ metadata: PDFMetadata) {
    for (key, value) in [
      (CAIRO_PDF_METADATA_TITLE, metadata.title),
      (CAIRO_PDF_METADATA_SUBJECT, metadata.subject),
      (CAIRO_PDF_METADATA_KEYWORDS, metadata.keywords),
      (CAIRO_PDF_METADATA_CREATOR, "Sepal"),
      (CAIRO_PDF_METADATA_CREATE_DATE, metadata.timestamp),
      (CAIRO_PDF_METADATA_MOD_DATE, metadata.timestamp),
    ] where !value.isEmpty {
      unsafe cairo_pdf_surface_set_metadata(surface, key, value)
    }
  }

  func setPageLabel(_ label: String) { unsafe cairo_pdf_surface_set_page_label(surface, label) }

  /// Adds an entry under `parent` (0 is the root) and gives its number.
  func addOutline(_ title: String, to destination: String, under parent: Int) -> Int {
    unsafe Int(
      cairo_pdf_surface_add_outline(
        surface, Int32(parent), title, PDFLink.destination(destination).attributes,
        parent == 0 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : cairo_pdf_outline_flags_t(rawValue: 0)))
  }
}

/// The C libraries that draw.
public enum DrawingLibraries {
  /// Name and version of each, as it states them at run time.
  public static var versions: [(name: String, version: String)] {
    // Sound: both return C strings of static storage.
    unsafe [
      ("cairo", String(cString: cairo_version_string())),
      ("Pango", String(cString: pango_version_string())),
    ]
  }
}
