import Report

/// A document with one of everything, so that a page of it can be looked at and taken apart. Its
/// numbers are made up and say so.
enum HTMLSample {
  static func document(
    chapters: Int = 2, gallery: Gallery = gallery(), hostile: String? = nil
  ) -> Document {
    let all = [nmsChapter(gallery: gallery, hostile: hostile), classesChapter]
    return Document(
      title: hostile ?? "What SAM adds to pseudo labels",
      summary: "Two of the questions that SEPL leaves open, on \(strong: "sample numbers").",
      facts: [
        Fact("Data", "VOC 2012 train, 311 images"), Fact("Seeds", "TransCAM"),
        Fact("Masks", "region-tree"), Fact("Score", "VOC mIoU, void dropped"),
        Fact("Interval", "paired bootstrap, 2\u{2009}000"),
      ],
      chapters: Array(all.prefix(chapters)),
      provenance: [
        .paragraph("The command below gives this file again, byte for byte."),
        .code("sepal run box-nms --seed 1", language: "sh"),
        .facts([Fact("Commit", "0f1e2d3c"), Fact("CPU", "x86-64-v3, 1 BLAS thread per image")]),
      ])
  }

  static func render(
    _ document: Document = document(), options: HTMLOptions = HTMLOptions()
  ) throws -> String {
    String(
      decoding: try HTMLRenderer(options: options).render(document) { block, width in
        plot(width: width, title: block.alternativeText)
      }, as: UTF8.self)
  }

  static func nmsChapter(gallery: Gallery, hostile: String?) -> Chapter {
    Chapter(
      id: "box-nms", question: hostile ?? "Does box-nms-thresh matter to SEPL?",
      answer: """
        Yes, downwards. Below SAM’s default of 0.7, mIoU falls: \(strong: "−1.0 points at 0.5") \
        (95 % CI −1.8 to −0.2). Above it, masks multiply and overlap without a gain that these \
        images can show (\(reference: "nms-scores")).
        """,
      facts: [Fact("Rule", "SEPL 0.5 / 0.85")],
      lead: [
        .pair(
          figure(id: "nms-curve"),
          TableBlock(
            id: "nms-scores", table: nmsTable,
            caption: Prose(hostile ?? "mIoU the rule reaches, and its change from the default.")))
      ],
      sections: [
        Section("What was asked and why") {
          "SAM drops a mask whose box overlaps a better one by more than \(code: "box-nms-thresh")."
          Block.note("The masks of this sample are drawn, not predicted.")
        },
        Section("Where it shows") {
          "Images whose score changes most between 0.5 and 0.7."
          gallery
        },
        Section("What it cost") {
          figure(id: "nms-cost", width: .text)
          Block.list([
            "One thread per image.",
            "See \(link: "the paper", to: hostile ?? "https://arxiv.org/abs/2305.05803").",
          ])
        },
      ],
      making: Making(
        source: source, parameters: [Fact("thresholds", "0.3, 0.5, 0.7, 0.9"), Fact("seed", "1")],
        digests: [Fact("VOC 2012 train", hostile ?? "sha256 9b1c…")], cost: cost))
  }

  static let classesChapter = Chapter(
    id: "classes", question: "Which classes gain?",
    answer: "Most of them; \(strong: "chair") loses.",
    lead: [.table(TableBlock(id: "class-scores", table: classTable, caption: "IoU per class."))])

  static func figure(id: String, width: FigureBlock.Width = .column) -> FigureBlock {
    FigureBlock(
      id: id, figure: Blank(),
      caption: "mIoU of enhanced labels (line, 95 % band) against the threshold.",
      alternativeText: "Line plot: mIoU rises to 64.9 at a threshold of 0.7 and falls after.",
      width: width)
  }

  static let nmsTable = Table(
    columns: [
      Table.Column("threshold"), Table.Column("masks", help: "kept per image"),
      Table.Column("oracle", help: "best mIoU those masks allow", best: .largest),
      Table.Column("mIoU", best: .largest), Table.Column("Δ from default"),
    ],
    rows: [
      Table.Row([
        .text("0.3"), .count(21), .rate(0.58), .rate(0.6213),
        .difference(-0.028, low: -0.039, high: -0.017),
      ]),
      Table.Row([
        .text("0.5"), .count(41), .rate(0.662), .rate(0.6391),
        .difference(-0.01, low: -0.018, high: -0.002),
      ]),
      Table.Row(
        [.text("0.7 (default)"), .count(78), .rate(0.715), .rate(0.6488), .none],
        isMarked: true),
      Table.Row([
        .text("0.9"), .count(204), .rate(0.74), .rate(0.6417),
        .difference(-0.007, low: -0.014, high: 0.001),
      ]),
    ])

  static let classTable = Table(
    columns: [
      Table.Column("class"), Table.Column("seed", best: .largest),
      Table.Column("SEPL", best: .largest), Table.Column("Δ"),
    ],
    rows: classNames.enumerated().map { index, name in
      let seed = 0.4 + Double(index * 37 % 41) / 100
      let gain = Double(index * 23 % 17) / 100 - 0.04
      return Table.Row([.text(name), .rate(seed), .rate(seed + gain), .difference(gain)])
    } + [
      Table.Row(
        [.text("mean"), .rate(0.585), .rate(0.624), .difference(0.039)],
        isSummary: true)
    ])

  static let classNames = [
    "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair",
    "cow", "dining table", "dog", "horse", "motorbike", "person", "potted plant", "sheep", "sofa",
    "train", "tv monitor",
  ]

  static let cost = Table(
    columns: [Table.Column("step"), Table.Column("images"), Table.Column("time")],
    rows: [
      Table.Row([.text("masks"), .count(311), .number(412.5, digits: 1, unit: "s")]),
      Table.Row([.text("merge"), .count(311), .number(2.25, digits: 2, unit: "s")]),
    ])

  static let source = """
    /// Open question 1 of the paper.
    let thresholds = [0.3, 0.5, 0.7, 0.9]
    let rows = try await lab.sweep(thresholds) { threshold in
      try await lab.score(rule: .sepl, masks: candidates.suppressed(boxIoU: threshold))
    }
    let curve = FigureBlock(
      id: "nms-curve",
      figure: LinePlot(rows, x: \\.threshold, y: \\.mIoU),
      caption: "mIoU of enhanced labels against the threshold.")
    """

  /// Takes no part: the sample's drawings come from `plot`.
  struct Blank: Figure {
    func height(forWidth width: Double) -> Double { width * 0.6 }
    func draw(on canvas: inout some Canvas) {}
  }

  static func plot(width: Double, title: String) -> String {
    let height = width * 0.58
    let points = [0.62, 0.45, 0.3, 0.2, 0.14, 0.17, 0.28].enumerated().map { index, y in
      Point(40 + (width - 60) * Double(index) / 6, 16 + y * (height - 60))
    }
    func path(_ offset: Double) -> String {
      points.map { "\($0.x),\($0.y + offset)" }.joined(separator: " ")
    }
    let band =
      path(-24) + " " + points.reversed().map { "\($0.x),\($0.y + 24)" }.joined(separator: " ")
    let grid = (0..<5).map { index -> String in
      let y = 16 + Double(index) * (height - 60) / 4
      return "<line x1=\"40\" x2=\"\(width - 20)\" y1=\"\(y)\" y2=\"\(y)\" stroke=\"var(--line)\"/>"
        + "<text x=\"32\" y=\"\(y + 3)\" text-anchor=\"end\" font-size=\"9\" fill=\"var(--soft)\">"
        + "\(66 - index)</text>"
    }.joined()
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
      font-family="Inter, sans-serif">\(grid)\
      <polygon points="\(band)" fill="var(--s5)" opacity="0.16"/>\
      <polyline points="\(path(0))" fill="none" stroke="var(--s5)" stroke-width="1.6"/>\
      <polyline points="\(path(40))" fill="none" stroke="var(--s6)" stroke-dasharray="4 3"/>\
      <text x="\(width / 2)" y="\(height - 6)" text-anchor="middle" font-size="9" \
      fill="var(--ink)">box-nms-thresh</text></svg>
      """
  }
}
