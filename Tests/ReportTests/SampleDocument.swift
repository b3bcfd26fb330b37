import Report

/// A report of made-up numbers with every kind of block, two chapters and provenance.
struct SampleDocument {
  var photographs: [EncodedImage]
  var layers: [[GalleryItem.Layer]]

  /// A gallery of `images` photographs, each the same JPEG under its own bytes.
  init(images: Int = 3) throws {
    let photograph = try SampleImages.photograph()
    photographs = (0..<images).map { _ in photograph }
    layers = try (0..<images).map { index in
      try [("seed", "CAM seed"), ("sepl", "SEPL"), ("truth", "Truth")].enumerated().map {
        GalleryItem.Layer(
          id: $0.element.0, name: $0.element.1,
          image: try SampleImages.labels(width: 96, height: 72, seed: index + $0.offset))
      }
    }
  }

  func document() -> Document {
    Document(
      title: "What SAM’s masks do to pseudo labels",
      summary: """
        Five questions about SEPL on a small sample. Mask quality decides: the rule adds \
        \(strong: "+3.1 points") with region-tree masks and twice that with perfect ones.
        """,
      facts: Self.facts, chapters: [boxNMS(), postProcessing()], provenance: Self.provenance,
      date: 1_715_938_200)
  }

  static let facts = [
    Fact("Data", "VOC 2012 train, 311 images"), Fact("Seeds", "TransCAM"),
    Fact("Masks", "region-tree"), Fact("Rule", "SEPL 0.5 / 0.85"),
    Fact("Score", "VOC mIoU, void dropped"), Fact("Interval", "paired bootstrap, 2 000"),
  ]

  func boxNMS() -> Chapter {
    Chapter(
      id: "box-nms", question: "Does box-nms-thresh matter to SEPL?",
      answer: """
        Yes, downwards. Below SAM’s default of 0.7, mIoU falls: \(strong: "−1.0 points at 0.5") \
        (95 % CI −1.8 to −0.2). Above it, masks multiply and overlap without a gain that these \
        images can show.
        """,
      facts: Self.facts,
      lead: [
        .pair(
          FigureBlock(
            id: "nms-curve", figure: SampleFigure(),
            caption: """
              mIoU of enhanced labels (line, 95 % band) and masks per image (dashed) against the \
              threshold.
              """,
            alternativeText: "mIoU rises to a threshold of 0.7 and falls after.", width: .column),
          TableBlock(
            id: "nms-table", table: Self.thresholds,
            caption: "Masks kept per image, mIoU reached, and its change from the default."))
      ],
      sections: [asked(), found(), fails()], making: Self.making)
  }

  func asked() -> Section {
    Section("What was asked, and why") {
      """
      SAM drops a mask whose box overlaps a better one’s by more than \(code: "box_nms_thresh"). \
      SEPL picks among the masks that are left, so a mask dropped here cannot be picked later. \
      The paper keeps the default and leaves the question open \
      (\(link: "arXiv 2305.05803", to: "https://arxiv.org/abs/2305.05803")). \
      \(reference: "nms-curve") and \(reference: "nms-table") carry the answer, and \
      \(reference: "nms-images") shows where it comes from.
      """
      Block.list([
        "Does a stricter threshold remove masks that SEPL would have picked?",
        """
        Does a looser one add masks that help, or only \(emphasis: "near-duplicates") that share \
        their pixels with masks already there and so cannot change the outcome of a vote?
        """,
        "Is the default safe for data sets with small objects?",
      ])
      Block.note(
        """
        The masks here come from a region tree, not from SAM: the default of 0.7 has no special \
        meaning for them, and the curve’s position may move with real masks.
        """)
    }
  }

  func found() -> Section {
    Section("What was found") {
      """
      The number of masks grows tenfold over the sweep while mIoU moves by less than three \
      points. Per class the picture is uneven; \(reference: "per-class") lists all of them.
      """
      FigureBlock(
        id: "nms-wide", figure: SampleFigure(),
        caption: "The same curve at full width. Bands are paired bootstrap intervals over images.",
        alternativeText: "The curve again.")
      TableBlock(
        id: "per-class", table: Self.perClass,
        caption: """
          IoU per class of the seeds, the enhanced labels and the best labels that the masks \
          allow. Bold is best, underlined second.
          """)
      FigureBlock(
        id: "nms-narrow", figure: SampleFigure(),
        caption: """
          A figure of one column stands beside its caption, which leaves the page calmer than a \
          wide empty strip would.
          """,
        alternativeText: "The curve, small.", width: .column)
      "After it, the text goes on as if nothing had happened."
    }
  }

  func fails() -> Section {
    Section("Where it fails") {
      Gallery(
        id: "nms-images",
        items: zip(photographs, layers).enumerated().map { index, pair in
          GalleryItem(
            id: "2007_00\(1032 + index)", badge: index % 2 == 0 ? "+3.2" : "−1.7",
            photograph: pair.0, layers: pair.1,
            measures: [Fact("IoU", "71.3"), Fact("seed missed", "12.1"), Fact("added", "3.2")],
            legend: [
              LegendEntry("background", RGBA(hex: 0)),
              LegendEntry("aeroplane", RGBA(hex: 0x800000)),
              LegendEntry("bicycle", RGBA(hex: 0x008000)),
            ])
        },
        caption: "Images whose score changes most between 0.5 and 0.7.", sampledFrom: 311)
      "Most of the loss is at thin structures: the masks that held them were dropped first."
    }
  }

  func postProcessing() -> Chapter {
    Chapter(
      id: "replace-post-processing",
      question: "Can SAM’s masks replace AffinityNet and the dense CRF?",
      answer: "Not with these masks: each alone is ahead of SEPL, and SEPL helps after either.",
      facts: Self.facts,
      lead: [
        .figure(
          FigureBlock(
            id: "post", figure: SampleFigure(), caption: "One number per method.",
            alternativeText: "Dense CRF leads."))
      ],
      sections: [
        Section("What was run") {
          "The command, which can be run again on any machine:"
          Block.code(
            """
            sepal run replace-post-processing --dataset voc2012 --limit 311 \
            --seed 1 --jobs 2 --format html,pdf --output output/post

            // -> the arrow stays an arrow: != is not a ligature here
            let rows = try await lab.sweep(thresholds) { threshold in
              try await lab.score(rule: .sepl, masks: candidates.suppressed(boxIoU: threshold))
            }
            """, language: "sh")
          Block.facts([
            Fact("Classifier", "ResNet-50"), Fact("Epochs", "5"), Fact("Crop", "512"),
            Fact("Optimiser", "SGD, momentum 0.9"), Fact("Weight decay", "0.0001"),
          ])
        }
      ])
  }
}
