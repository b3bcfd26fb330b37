import Experiments
import Report
import Vision

/// Writes a run's files: the report, every figure and table on its own, results and manifest for
/// machines, and a list of digests to check them by.
struct ReportWriter {
  let folder: String
  let formats: Set<RunCommand.Format>
  let maximumBytes: Int

  /// Makes the folder now, so that a run of hours does not end at a folder it may not write.
  ///
  /// Throws: `ImageFileError.unwritable`.
  init(folder: String, formats: Set<RunCommand.Format>, maximumBytes: Int) throws {
    self.folder = folder
    self.formats = formats
    self.maximumBytes = maximumBytes
    for path in ["\(folder)/figures", "\(folder)/tables"] { try FileBytes.makeFolder(path) }
    for path in [folder, "\(folder)/figures", "\(folder)/tables"] {
      try FileBytes.removePartialFiles(in: path)
    }
    try FileBytes.write(Array("# being written\n".utf8), to: "\(folder)/SHA256SUMS")
  }

  /// The files a reader opens first.
  var mainFiles: [String] {
    [RunCommand.Format.html, .pdf].filter(formats.contains).map {
      "\(folder)/report.\($0.rawValue)"
    }
  }

  private typealias File = (name: String, bytes: [UInt8])

  /// HTML, PDF and figures are drawn at the same time where `jobs` allows.
  func write(_ report: RunReport, jobs: Int) async throws {
    let document = report.document
    var files = try await inParallel([Self.pages, Self.paper, Self.drawings], jobs: jobs) {
      try $0(self)(document)
    }.flatMap { $0 }
    for block in document.tableBlocks {
      files.append(("tables/\(block.id).csv", Array(block.table.csv().utf8)))
      files.append(("tables/\(block.id).json", Array(block.table.json().utf8)))
      files.append(("tables/\(block.id).tex", Array(block.table.latex().utf8)))
    }
    files.append(
      ("results.json", Array((try JSONText.encode(["experiments": report.results]) + "\n").utf8)))
    files.append(("manifest.json", try Manifest(report, files: files).bytes))
    for file in files { try FileBytes.write(file.bytes, to: "\(folder)/\(file.name)") }
    let sums = files.sorted { $0.name < $1.name }.map { file in
      "\(Digest(of: file.bytes).hexadecimal)  \(file.name)\n"
    }
    try FileBytes.write(Array(sums.joined().utf8), to: "\(folder)/SHA256SUMS")
  }

  private func pages(_ document: Document) throws -> [File] {
    guard formats.contains(.html) else { return [] }
    let renderer = try FigureRenderer()
    let html = HTMLRenderer(
      options: HTMLOptions(
        maximumBytes: maximumBytes, figureFolder: "figures",
        pdf: formats.contains(.pdf) ? "report.pdf" : nil))
    let bytes = try html.render(document) { block, width in
      renderer.svg(block.figure, width: width, theme: .themed, title: block.alternativeText)
    }
    return [("report.html", bytes)]
  }

  private func paper(_ document: Document) throws -> [File] {
    guard formats.contains(.pdf) else { return [] }
    let sample = GallerySample(images: Self.printedImages)
    return [("report.pdf", try PDFRenderer(gallerySample: sample).render(document))]
  }

  /// As many rows of a gallery as fit a page beside some text.
  private static let printedImages = 5

  private func drawings(_ document: Document) throws -> [File] {
    let renderer = try FigureRenderer()
    return try document.figureBlocks.flatMap {
      try figureFiles($0, renderer, date: document.date)
    }
  }

  private func figureFiles(
    _ block: FigureBlock, _ renderer: FigureRenderer, date: Int
  ) throws -> [File] {
    let width = block.width.points
    let title = block.alternativeText
    return [
      (
        "figures/\(block.id).pdf",
        try renderer.pdf(block.figure, width: width, title: title, date: date)
      ),
      (
        "figures/\(block.id).svg",
        Array(
          renderer.svg(block.figure, width: width, theme: .fixed(.light), title: title).utf8)
      ),
      ("figures/\(block.id).png", try renderer.png(block.figure, width: width, scale: 300 / 72)),
    ]
  }
}

extension Document {
  var figureBlocks: [FigureBlock] {
    blocks.compactMap {
      switch $0 {
      case .figure(let figure), .pair(let figure, _): figure
      default: nil
      }
    }
  }

  var tableBlocks: [TableBlock] {
    blocks.compactMap {
      switch $0 {
      case .table(let table), .pair(_, let table): table
      default: nil
      }
    }
  }
}
